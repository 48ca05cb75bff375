include!("../posts.rs");

use secure_action::{Authorized, NoContent, Result, action};

#[action(patch = "/logs/{id}", permission = "log:read")]
async fn subject(_: Authorized<permission::log::Read>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
