include!("../app.rs");

use secure_action::{ActionSet, NoContent, Result, action, actions};

#[action(get = "/tracing", auth)]
async fn tracing() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(get = "/other", auth)]
async fn other() -> Result<NoContent> {
    let _: u32 = 1;
    let _ = serde_json::Value::Null;
    Ok(NoContent)
}

fn main() {
    let _ = (tracing, other);
    let _: ActionSet<App> = actions![tracing, other];
}
