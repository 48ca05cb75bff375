//! Run with `cargo run -p example-quickstart`, and follow what it prints.

mod local;

use axum::Router;
use garde::Validate;
use local::Local;
use schemars::JsonSchema;
use secure_action::audit::JsonLines;
use secure_action::authn::jwt::Jwt;
use secure_action::{Actions, Application, Caller, Input, Json, Result, Security, action, actions, policy, sanitize};
use serde::{Deserialize, Serialize};

policy! {
    resource note;
    role user { note: write; }
    role admin: user;
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

#[derive(Deserialize, JsonSchema, Validate)]
struct NewNote {
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 1, max = 200))]
    text: String,
}

#[derive(Serialize, JsonSchema)]
struct Note {
    author: String,
    text: String,
}

/// Writes a note.
#[action(post = "/notes", permission = "note:write", rate_limit = "5/1m")]
async fn write_note(caller: Caller, input: Input<NewNote>) -> Result<Json<Note>> {
    Ok(Json(Note { author: caller.id().to_owned(), text: input.into_inner().text }))
}

#[tokio::main]
async fn main() -> Result<(), local::InWords> {
    let local = Local::open()?; // a folder, and a key: at least 32 random bytes, shared with whoever issues the tokens
    let listener = local.listen().await?;
    let security = Security::<App>::builder()
        .authenticate(Jwt::hs256(local.key()).issuer(local::ISSUER).audience(local::AUDIENCE))
        .audit(JsonLines::create(local.audit_file())?)
        .build()?;
    let app: Router = Actions::new(security, ()).mount(actions![write_note]).into_router()?;
    local.print_what_to_try(&listener)?;
    Ok(secure_action::serve(listener, app).await?)
}
