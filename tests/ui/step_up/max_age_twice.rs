include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(role = "admin", auth(max_age = "5m", jwt, max_age = "1m"))]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
