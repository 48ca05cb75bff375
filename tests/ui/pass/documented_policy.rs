//! A policy with doc comments, and with names that are keywords.

#![deny(missing_docs)]

use secure_action::{Application, NoContent, Permit, Result, action, actions, policy};

policy! {
    /// What members write.
    resource note;
    resource r#type;

    /// Who has signed up.
    role member {
        /// In the archive, too.
        note: read, /** Of one's own. */ write;
        type: match;
    }
    role r#async: member {
        r#type: r#move, in;
    }
}

/// The application.
pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Reads.
#[action(get = "/notes", role = "async", permission("note:read", "type:move"))]
async fn read(_read: Permit<permission::note::Read>, _move: Permit<permission::r#type::Move>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![read];
    assert_eq!(Role::Async.as_str(), "async");
}
