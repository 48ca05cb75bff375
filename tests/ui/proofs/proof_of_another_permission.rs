include!("../posts.rs");

use secure_action::{Authorized, NoContent, Result, action};

async fn remove(_: Authorized<permission::post::Remove>) {}

#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn subject(post: Authorized<permission::post::Edit>) -> Result<NoContent> {
    remove(post).await;
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
