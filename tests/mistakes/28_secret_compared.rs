//! A token is compared letter by letter, and the time that takes tells how many were right.
//!
//! Class: API2:2023, CWE-208
//! Caught: by the compiler
//! Because: binary operation `!=` cannot be applied to type `Secret<String>`

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{ActionError, Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct Reset {
    #[garde(length(max = 254))]
    email: String,
    #[garde(skip)]
    token: Secret<String>,
}

async fn token_sent_to(_email: &str) -> Secret<String> {
    Secret::new("f3a9".to_owned())
}

/// Resets a password with the token from the letter.
#[action(post = "/password/reset", public, rate_limit("5/15m", by = "input.email"))]
async fn reset_password(input: Input<Reset>) -> Result<NoContent> {
    if input.token != token_sent_to(&input.email).await {
        return Err(ActionError::forbidden());
    }
    Ok(NoContent)
}

fn main() {
    shop::open(actions![reset_password]);
}
