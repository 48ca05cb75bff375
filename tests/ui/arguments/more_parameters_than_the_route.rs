include!("../app.rs");

use secure_action::{NoContent, Path, Result, action, actions};

#[action(get = "/users/{id}", auth)]
async fn subject(Path((_, _)): Path<(u32, String)>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
