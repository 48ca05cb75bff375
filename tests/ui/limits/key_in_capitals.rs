include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth, rate_limit("60/1m", by = "IP"))]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
