include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(permission("note:read", "user:delete"), rate_limit("5/1m", skip = "admin"))]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
