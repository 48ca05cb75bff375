//! Every page of the internet may read answers, because the browser complained.
//!
//! Class: API8:2023, CWE-942
//! Caught: at start-up
//! Because: CORS origin `*` allows everybody: name the origins

#[path = "shared/shop.rs"]
mod shop;

use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::{Cors, Security, StartupError};
use shop::{App, KEY};

fn configuration() -> Result<Security<App>, StartupError> {
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("shop");
    Security::builder().audit(TracingSink::new()).authenticate(tokens).cors(Cors::origins(["https://shop.example", "*"])).build()
}

fn main() {
    let faults = configuration().expect_err("a wildcard is refused").to_string();
    assert!(faults.contains("CORS origin `*` allows everybody"), "{faults}");
    assert!(!faults.contains("https://shop.example"), "{faults}");
}
