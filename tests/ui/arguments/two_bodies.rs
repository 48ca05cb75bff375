include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(skip)]
    text: String,
}

#[action(auth)]
async fn subject(first: Input<Note>, second: Input<Note>) -> Result<NoContent> {
    let _ = (&first.text, &second.text);
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
