include!("../app.rs");

use secure_action::{NoContent, Path, Result, action, actions};

#[action(get = "/users/{id}/notes/{note}", auth)]
async fn subject(Path(_): Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
