#![deny(warnings)]

//! An action that is there only sometimes is listed only then.

include!("../app.rs");

use secure_action::{Action, ActionSet, NoContent, Result, action, actions};

#[action(get = "/notes", auth)]
async fn one() -> Result<NoContent> {
    Ok(NoContent)
}

#[cfg(any())]
#[action(get = "/notes", auth)]
async fn never() -> Result<NoContent> {
    Ok(NoContent)
}

#[cfg(all())]
#[action(post = "/notes", auth)]
async fn always() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let set: ActionSet<App> = actions![
        #[cfg(any())]
        never,
        one,
        #[cfg(all())]
        always,
    ];
    assert_eq!(format!("{set:?}"), "[one, always]");
    assert_eq!(<one as Action>::SPEC.path, <always as Action>::SPEC.path);
}
