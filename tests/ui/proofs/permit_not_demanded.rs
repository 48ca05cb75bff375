include!("../posts.rs");

use secure_action::{NoContent, Permit, Result, action};

#[action(post = "/logs", permission = "log:read")]
async fn subject(_: Permit<permission::post::Remove>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
