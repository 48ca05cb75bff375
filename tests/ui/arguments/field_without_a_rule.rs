// errors: 2
include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    text: String,
}

#[action(auth)]
async fn subject(note: Input<Note>) -> Result<NoContent> {
    let _ = &note.text;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
