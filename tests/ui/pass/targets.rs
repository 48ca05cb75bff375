include!("../posts.rs");

use secure_action::{Authorized, NoContent, Result, action};

/// A post is edited by those who may.
#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn edit(post: Authorized<permission::post::Edit>) -> Result<NoContent> {
    let _: &Post = &post;
    Ok(NoContent)
}

fn main() {
    let _ = edit;
}
