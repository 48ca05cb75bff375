include!("../posts.rs");

use secure_action::{NoContent, Permit, Result, action};

#[action(post = "/logs", public)]
async fn subject(_: Permit<permission::log::Read>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
