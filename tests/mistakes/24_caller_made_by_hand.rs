//! The nightly job makes itself a caller who may do everything.
//!
//! Class: API2:2023, CWE-290
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::authn::Identity;
use secure_action::{Caller, Result};
use shop::{App, Database};

/// Deletes the orders of the shop's own test customer.
async fn clean_up(database: &Database) -> Result<()> {
    let robot = Caller { authenticator: "internal", identity: Identity::new("test-customer") };
    for order in database.orders().await? {
        if order.is_own(&robot) {
            database.delete_order(order.id).await?;
        }
    }
    Ok(())
}

fn main() {
    let _ = (clean_up, App);
}
