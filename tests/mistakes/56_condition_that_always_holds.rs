//! The condition was to be written later, and until then it holds for everybody.
//!
//! Class: API1:2023, CWE-863
//! Caught: not caught
//! Because: what a condition means is known to nobody but its author; it is one small function, so it can be tested as one

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{Application, Authorized, Caller, Json, Result, Target, action, actions, policy};

policy! {
    resource letter: Letter;

    role member { letter: read if Letter::is_addressed_to; }
}

pub struct Letter(String);

impl Letter {
    /// Whether the letter is for the caller.
    fn is_addressed_to(&self, _: &Caller) -> bool {
        true // later, when letters have an address
    }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

impl Target<App> for Letter {
    type Key = u32;

    async fn load(id: u32, (): &()) -> Result<Option<Self>> {
        Ok(Some(Self(format!("the letter number {id}"))))
    }
}

/// Opens a letter.
#[action(get = "/letters/{id}", permission = "letter:read")]
async fn read_letter(letter: Authorized<permission::letter::Read>) -> Result<Json<String>> {
    Ok(Json(letter.0.clone()))
}

#[tokio::main]
async fn main() {
    let letters = shop::open_as::<App>((), actions![read_letter]);
    wire::get(&letters, "/letters/7", Some(&wire::token("eve", "member"))).await.is_allowed();
}
