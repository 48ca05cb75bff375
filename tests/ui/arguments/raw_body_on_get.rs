include!("../app.rs");

use secure_action::{NoContent, RawBody, Result, action, actions};

#[action(get = "/x", auth)]
async fn subject(body: RawBody) -> Result<NoContent> {
    let _ = &body;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
