include!("../app.rs");

use secure_action::{NoContent, Path, Result, action, actions};

#[action(get = "/users", auth)]
async fn subject(_: Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
