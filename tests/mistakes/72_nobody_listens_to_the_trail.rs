//! The audit trail was to be set up later, and until then every event goes nowhere.
//!
//! Class: API8:2023, CWE-778
//! Caught: at start-up
//! Because: no place for audit events is named: add `.audit(JsonLines::create("audit.jsonl")?)` for a file

#[path = "shared/shop.rs"]
mod shop;

use secure_action::Security;
use secure_action::authn::jwt::Jwt;
use shop::{App, KEY};

fn main() {
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("shop");
    let faults = Security::<App>::builder().authenticate(tokens).build().expect_err("events that go nowhere").to_string();
    assert!(faults.contains("no place for audit events is named"), "{faults}");
}
