include!("../app.rs");

use secure_action::{NoContent, RawBody, Result, action, actions};

#[action(public, rate_limit("5/1m", by = "input.email"))]
async fn subject(input: RawBody) -> Result<NoContent> {
    let _ = &input;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
