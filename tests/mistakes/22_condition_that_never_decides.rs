//! The role inherits the permission for every document, so the condition beside it decides nothing.
//!
//! Class: API1:2023, CWE-863
//! Caught: by the compiler

use secure_action::{Application, Caller, NoContent, Path, Result, action, actions, policy};

policy! {
    resource document: Document;

    role intern { document: read; }
    role lawyer: intern { document: read if Document::is_on_the_case, sign if Document::is_on_the_case; }
}

pub struct Document {
    lawyer: String,
}

impl Document {
    fn is_on_the_case(&self, caller: &Caller) -> bool {
        self.lawyer == caller.id()
    }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Opens a document.
#[action(get = "/documents/{id}", permission = "document:read")]
async fn open_document(Path(_): Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![open_document];
}
