//! Nobody looks for which service a token was issued, so one for the newsletter opens the shop.
//!
//! Class: API2:2023, CWE-345
//! Caught: at start-up
//! Because: the audience is not checked, so tokens for other services would be accepted: add `.audience("...")`

#[path = "shared/shop.rs"]
mod shop;

use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::{Security, StartupError};
use shop::{App, KEY};

fn configuration() -> Result<Security<App>, StartupError> {
    Security::builder().audit(TracingSink::new()).authenticate(Jwt::hs256(KEY).issuer("https://id.example")).build()
}

fn main() {
    let faults = configuration().expect_err("an audience is demanded").to_string();
    assert!(faults.contains("the audience is not checked, so tokens for other services would be accepted"), "{faults}");
}
