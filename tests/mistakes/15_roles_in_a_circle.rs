//! Two roles inherit from each other, which makes every clerk an admin.
//!
//! Class: API5:2023, CWE-269
//! Caught: by the compiler

use secure_action::{Application, NoContent, Path, Result, action, actions, policy};

policy! {
    resource ticket;
    resource user;

    role agent: lead { ticket: read, answer; }
    role lead: admin { ticket: close; }
    role admin: agent { user: suspend; }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Closes a ticket.
#[action(delete = "/tickets/{id}", permission = "ticket:close")]
async fn close_ticket(Path(_): Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![close_ticket];
}
