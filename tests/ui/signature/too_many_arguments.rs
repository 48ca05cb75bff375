include!("../app.rs");

use secure_action::{Client, NoContent, Result, action, actions};

#[action(auth)]
async fn subject(
    _: Client, _: Client, _: Client, _: Client, _: Client, _: Client, _: Client, _: Client, _: Client, _: Client, _: Client,
    _: Client, _: Client,
) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![subject];
}
