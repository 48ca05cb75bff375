include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(#[cfg(debug_assertions)] _: secure_action::Caller) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
