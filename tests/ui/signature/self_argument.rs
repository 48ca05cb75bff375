include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject(self) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![subject];
}
