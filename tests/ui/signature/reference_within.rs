include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(_: secure_action::State<&str>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
