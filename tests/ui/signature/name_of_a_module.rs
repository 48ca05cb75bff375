// errors: 2
include!("../app.rs");

use secure_action::{NoContent, Result, action};

mod subject {}

#[action(auth)]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
}
