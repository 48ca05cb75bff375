//! An application that knows secure-action by another name: as its `Cargo.toml` calls it, and as a facade does.

use guard::{
    ActionSet, Application, Authorized, Caller, Input, Json, NoContent, PublicError, Result, Target, Visible, action, actions,
    policy,
};

policy! {
    resource note: Note;
    role member { note: read, edit if Note::is_own; }
    role admin: member { note: edit; }
}

/// The application.
#[derive(Debug)]
pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// What is read and written.
#[derive(Debug, Visible)]
#[visible(target)]
pub struct Note {
    owner: String,
    #[visible(permission = "note:edit")]
    draft: String,
}

impl Note {
    fn is_own(&self, caller: &Caller) -> bool {
        self.owner == caller.id()
    }
}

impl Target<App> for Note {
    type Key = u32;

    async fn load(_: u32, (): &()) -> Result<Option<Self>> {
        Ok(Some(Self { owner: String::new(), draft: String::new() }))
    }
}

/// What can go wrong.
#[derive(Debug, PublicError)]
pub enum Failure {
    /// There are enough.
    #[public(status = 409, code = "ENOUGH")]
    Enough,
}

/// What clients send.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema, garde::Validate)]
pub struct Text {
    #[garde(length(chars, max = 100))]
    text: String,
}

/// Reads a note.
#[action(get = "/notes/{id}", permission = "note:edit")]
pub async fn edit(note: Authorized<permission::note::Edit>) -> Result<NoContent> {
    drop(note);
    Ok(NoContent)
}

/// Writes one.
#[action(post = "/notes", role = "member", rate_limit("5/1m", by = "input.text"))]
pub async fn write(input: Input<Text>) -> Result<Json<Note>, Failure> {
    if input.text.is_empty() {
        return Err(Failure::Enough);
    }
    Ok(Json(Note { owner: String::new(), draft: input.into_inner().text }))
}

/// What a framework of one's own may be.
pub mod facade {
    pub use guard as door;
}

/// Says that it is up.
#[action(get = "/health", public, crate = crate::facade::door)]
pub async fn health() -> facade::door::Result<facade::door::NoContent> {
    Ok(NoContent)
}

/// All of them.
#[must_use]
pub fn all() -> ActionSet<App> {
    actions![edit, write, health]
}
