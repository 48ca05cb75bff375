include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(_: impl Copy) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![subject];
}
