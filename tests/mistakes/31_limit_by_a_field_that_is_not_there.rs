//! Sign-ins are counted by a field that was renamed.
//!
//! Class: API2:2023, CWE-307
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct SignIn {
    #[garde(length(max = 254))]
    email: String,
    #[garde(skip)]
    password: Secret<String>,
}

/// Signs in.
#[action(post = "/sign-in", public, rate_limit("5/15m", by = "input.user"))]
async fn sign_in(_: Input<SignIn>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    shop::open(actions![sign_in]);
}
