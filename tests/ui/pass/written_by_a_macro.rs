//! Actions that the user's own macro writes: their tokens come from two places.
include!("../app.rs");

use secure_action::{Client, Created, Input, Json, NoContent, Path, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(min = 1))]
    text: String,
}

macro_rules! create {
    ($name:ident, $path:literal, $role:literal, $by:literal, $input:ident, $answer:ident) => {
        #[action(post = $path, role = $role, rate_limit("5/1m", by = $by))]
        async fn $name(client: Client, body: Input<$input>) -> Result<$answer<String>> {
            let _ = client;
            Ok($answer::new(body.into_inner().text))
        }
    };
}

macro_rules! read {
    ($name:ident, $argument:ty, $result:ty, $answer:expr) => {
        #[action(get = "/notes/{id}", auth)]
        async fn $name(argument: $argument) -> $result {
            let _ = argument;
            Ok($answer)
        }
    };
}

macro_rules! plain {
    ($name:ident, $argument:ident, $answer:ident) => {
        #[action(auth)]
        async fn $name(argument: $argument) -> Result<$answer> {
            let _ = argument;
            Ok($answer)
        }
    };
}

create!(write, "/notes", "member", "input.text", Note, Created);
read!(read, Path<u32>, Result<Json<u8>>, Json(7));
plain!(ping, Client, NoContent);

fn main() {
    let _ = actions![write, read, ping];
}
