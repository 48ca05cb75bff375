//! The password is written into the log, to find out why nobody can sign in.
//!
//! Class: API8:2023, CWE-532
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
#[action(post = "/sign-in", public, rate_limit("5/15m", by = "input.email"))]
async fn sign_in(input: Input<SignIn>) -> Result<NoContent> {
    eprintln!("{} signs in with {}", input.email, input.password);
    Ok(NoContent)
}

fn main() {
    shop::open(actions![sign_in]);
}
