include!("../app.rs");

use secure_action::{Input, NoContent, RawBody, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(skip)]
    text: String,
}

#[action(auth)]
async fn subject(input: Input<Note>, picture: RawBody) -> Result<NoContent> {
    let _ = (&input.text, &picture);
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
