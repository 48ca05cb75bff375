include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(skip)]
    text: String,
}

#[action(auth, rate_limit("5/1m", by = text))]
async fn subject(input: Input<Note>) -> Result<NoContent> {
    let _ = &input.text;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
