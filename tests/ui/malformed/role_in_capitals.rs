include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(role = ADMIN)]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
