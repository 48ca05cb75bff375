include!("../app.rs");

use secure_action::{ActionError, NoContent, Result, action, actions};

#[action(auth)]
async fn subject() -> Result<NoContent> {
    Err(ActionError::conflict(format!("room {} is taken", 5)))
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
