include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[action(auth)]
async fn subject(_: Input<std::collections::HashMap<String, String>>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
