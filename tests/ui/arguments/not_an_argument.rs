include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(_: Vec<u8>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
