include!("../app.rs");

use secure_action::{Caller, NoContent, Result, action, actions};

#[action(public)]
async fn subject(_: Caller) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
