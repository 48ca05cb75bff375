include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(_: Option<impl Into<secure_action::Caller>>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![subject];
}
