include!("../app.rs");

use secure_action::{NoContent, Path, Result, action, actions};

#[action(get = "/users/{id}/notes/{note}", auth)]
async fn subject(Path(_): Path<Number>, Path(_): Path<Number>) -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Number(u32);

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
