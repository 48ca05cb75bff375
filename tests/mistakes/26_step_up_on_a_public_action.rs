//! A recent sign-in is demanded where nobody signs in.
//!
//! Class: API2:2023, CWE-306
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct NewPassword {
    #[garde(length(max = 254))]
    email: String,
    #[garde(skip)]
    password: Secret<String>,
}

/// Changes the password of whoever has just signed in.
#[action(put = "/password", public, max_age = "5m")]
async fn change_password(_: Input<NewPassword>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    shop::open(actions![change_password]);
}
