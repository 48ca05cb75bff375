include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject<T>(_: T) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![subject];
}
