include!("../app.rs");

use secure_action::{Caller, NoContent, Path, Permit, Result, action, actions};

struct Nothing;

#[action(get = "/notes/{id}", permission = "note:read", app = Nothing)]
async fn subject(_caller: Caller, Path(_): Path<u32>, _read: Permit<permission::note::Read>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
