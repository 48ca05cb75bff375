include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(any = "/subject", auth, audit = false)]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
