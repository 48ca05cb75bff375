include!("../app.rs");

use secure_action::{ActionSet, NoContent, Result, action, actions};

#[action(get = "/u32", auth)]
async fn u32() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(get = "/other", auth)]
async fn other() -> Result<NoContent> {
    let _: u32 = 1;
    let _ = serde_json::Value::Null;
    Ok(NoContent)
}

fn main() {
    let _ = (u32, other);
    let _: ActionSet<App> = actions![u32, other];
}
