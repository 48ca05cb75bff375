// errors: 2
include!("../posts.rs");

use secure_action::{NoContent, Pending, Result, action};

type Later = Pending<permission::post::Edit>;

#[action(post = "/posts", permission = "post:edit")]
async fn subject(mut _pending: Later) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(post = "/logs", permission = "log:read")]
async fn not_demanded(_: Pending<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject, not_demanded];
}
