include!("../posts.rs");

use secure_action::{NoContent, Pending, Result, action, actions};

#[action(post = "/posts", permission = "post:edit")]
async fn subject(post: Pending<Post>) -> Result<NoContent> {
    let _ = post;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
