//! Under lints that nothing may switch off, not even generated code.

#![forbid(dead_code, deprecated, missing_debug_implementations, unreachable_pub)]

use secure_action::{Application, Input, NoContent, Path, Result, State, action, actions, policy};

policy! {
    resource user;
    role admin { user: delete; }
}

#[derive(Debug)]
pub(crate) struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

#[derive(Debug, serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(chars, max = 100))]
    text: String,
}

#[action(auth, rate_limit("5/1m", by = "input.text"))]
async fn write(input: Input<Note>) -> Result<NoContent> {
    drop(input.into_inner().text);
    Ok(NoContent)
}

mod users {
    use super::*;

    #[action(delete = "/users/{id}", permission = "user:delete")]
    pub(crate) async fn delete(Path(_): Path<u32>, State(()): State<()>) -> Result<NoContent> {
        Ok(NoContent)
    }
}

fn main() {
    let _ = actions![write, users::delete];
    let _ = App;
}
