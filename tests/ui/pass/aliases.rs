//! Types by other names: what a `Result` is of, and what an input is, the compiler knows.

include!("../app.rs");

use secure_action::{ActionError, Input as Body, Json, Result, action, actions};

type Reply<T> = Result<Json<T>>;
type Page = std::result::Result<Json<u32>, ActionError>;
type Of<T> = Body<T>;

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(chars, max = 100))]
    text: String,
}

#[action(public, rate_limit("5/1m", by = "input.text"))]
async fn renamed(note: Body<Note>) -> Reply<String> {
    Ok(Json(note.into_inner().text))
}

#[action(public, rate_limit("5/1m", by = "input.text"))]
async fn aliased(note: Of<Note>) -> Page {
    drop(note);
    Ok(Json(1))
}

fn main() {
    let _ = actions![renamed, aliased];
}
