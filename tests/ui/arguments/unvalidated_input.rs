include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Note {
    text: String,
}

#[action(auth)]
async fn subject(input: Input<Note>) -> Result<NoContent> {
    let _ = &input.text;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
