include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

#[action(get = "/users/{id}", auth)]
async fn subject(_: axum::extract::Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
