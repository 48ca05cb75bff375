//! Sign-ins are counted by the e-mail address only, so one computer tries one password on every account.
//!
//! Class: API2:2023, CWE-307
//! Caught: at start-up
//! Because: `sign_in` takes a secret from anybody, so it can be guessed: say how often each address may try

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::audit::TracingSink;
use secure_action::{ActionError, Actions, Input, NoContent, Result, Secret, Security, action, actions};
use serde::Deserialize;
use shop::{App, Database};

#[derive(Deserialize, JsonSchema, Validate)]
struct SignIn {
    #[garde(length(max = 254))]
    email: String,
    #[garde(skip)]
    password: Secret<String>,
}

/// Signs in.
#[action(post = "/sign-in", public, rate_limit("5/15m", by = "input.email"))]
async fn sign_in(_: Input<SignIn>) -> Result<NoContent> {
    Err(ActionError::invalid("password", "wrong"))
}

fn main() {
    let security = Security::<App>::builder().audit(TracingSink::new()).build().expect("a sound configuration");
    let started = Actions::new(security, Database::new()).mount(actions![sign_in]).into_router();
    let faults = started.expect_err("one computer that tries every account").to_string();
    assert!(faults.contains("`sign_in` takes a secret from anybody"), "{faults}");
}
