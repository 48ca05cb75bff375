include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(chars, max = 100))]
    text: String,
}

#[action(auth)]
async fn subject(Input(note): Input<Note>) -> Result<NoContent> {
    let _ = &note.text;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
