include!("../posts.rs");

use secure_action::{Authorized, NoContent, Result, action};

#[action(patch = "/posts", permission = "post:edit", target = "input.id")]
async fn subject(_: Authorized<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
