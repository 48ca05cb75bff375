#![deny(warnings)]

//! A function that is deprecated is still an action, and nobody is warned of what the macro writes.

include!("../app.rs");

use secure_action::{Action, NoContent, Result, action, actions};

#[deprecated]
#[action(auth)]
async fn before() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(auth)]
#[deprecated = "call `v2/users`"]
async fn behind() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![before, behind];
    assert!(<before as Action>::SPEC.deprecated && <behind as Action>::SPEC.deprecated);
}
