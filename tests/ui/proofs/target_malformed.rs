include!("../posts.rs");

use secure_action::{Authorized, NoContent, Result, action};

#[action(patch = "/posts/{id}", permission = "post:edit", target = "path id")]
async fn subject(_: Authorized<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
