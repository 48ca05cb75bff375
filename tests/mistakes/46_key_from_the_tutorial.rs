//! The key that signs the tokens is still the one from the tutorial.
//!
//! Class: API2:2023, CWE-321
//! Caught: at start-up
//! Because: the HS256 secret is a placeholder, not random: take it from `openssl rand 32`

#[path = "shared/shop.rs"]
mod shop;

use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::{Security, StartupError};
use shop::App;

fn configuration() -> Result<Security<App>, StartupError> {
    let tokens = Jwt::hs256("a-string-secret-at-least-256-bits-long");
    Security::builder().audit(TracingSink::new()).authenticate(tokens.issuer("https://id.example").audience("shop")).build()
}

fn main() {
    let faults = configuration().expect_err("a placeholder is refused").to_string();
    assert!(faults.contains("the HS256 secret is a placeholder, not random"), "{faults}");
    assert!(!faults.contains("a-string-secret"), "{faults}");
}
