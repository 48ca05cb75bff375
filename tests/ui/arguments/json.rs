include!("../app.rs");

use secure_action::{Json, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(chars, max = 100))]
    text: String,
}

#[action(auth)]
async fn subject(Json(note): Json<Note>) -> Result<NoContent> {
    drop(note.text);
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
