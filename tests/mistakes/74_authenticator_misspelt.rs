//! The authenticator is called by a name that none has, so the door would open for nobody, or for everybody.
//!
//! Class: API2:2023, CWE-287
//! Caught: at start-up
//! Because: `read_order` accepts `jwd`, but no authenticator has that name: did you mean `jwt`?

#[path = "shared/shop.rs"]
mod shop;

use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::{Actions, Authorized, Json, Result, Security, action, actions};
use shop::{App, Database, KEY, Order, permission};

/// One order.
#[action(get = "/orders/{id}", permission = "order:read", auth(jwd))]
async fn read_order(order: Authorized<permission::order::Read>) -> Result<Json<Order>> {
    Ok(Json(order.clone()))
}

fn main() {
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("shop");
    let security = Security::<App>::builder().authenticate(tokens).audit(TracingSink::new()).build().expect("a configuration");
    let started = Actions::new(security, Database::new()).mount(actions![read_order]).into_router();
    let faults = started.expect_err("an authenticator that nobody is").to_string();
    assert!(faults.contains("`read_order` accepts `jwd`, but no authenticator has that name: did you mean `jwt`?"), "{faults}");
}
