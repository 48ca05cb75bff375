include!("../app.rs");

use secure_action::{NoContent, Query, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Page {
    #[garde(skip)]
    number: u32,
}

#[action(get = "/notes", auth)]
async fn subject(Query(a): Query<Page>, Query(b): Query<Page>) -> Result<NoContent> {
    let _ = a.number + b.number;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
