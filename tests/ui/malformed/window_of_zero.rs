include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(public, rate_limit = "5/0s")]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
