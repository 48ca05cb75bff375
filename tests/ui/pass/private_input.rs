//! An action that is seen from outside its module takes a type that is not.

#![allow(private_interfaces, reason = "of the function itself, rustc warns")]

include!("../app.rs");

use secure_action::{ActionSet, Input, NoContent, Path, Result, action, actions};

mod notes {
    use super::*;

    #[derive(Default, serde::Deserialize, schemars::JsonSchema, garde::Validate)]
    struct Note {
        #[garde(length(chars, max = 100))]
        text: String,
    }

    #[action(put = "/notes/{id}", auth, rate_limit("5/1m", by = "input.text"))]
    pub(crate) async fn write(Path(_): Path<u32>, input: Input<Note>) -> Result<NoContent> {
        drop(input.into_inner().text);
        Ok(NoContent)
    }
}

fn main() {
    let _: ActionSet<App> = actions![notes::write];
}
