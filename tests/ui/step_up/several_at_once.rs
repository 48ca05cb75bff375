// errors: 3
include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth(level = "mfa", max_age = "5", acr = ""))]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
