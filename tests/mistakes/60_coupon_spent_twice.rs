//! A coupon is looked at first and struck out later; two requests at once both find it unspent.
//!
//! Class: API6:2023, CWE-367
//! Caught: not caught
//! Because: each call is allowed, and what they do to one another is between the function and its database

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use secure_action::{ActionError, NoContent, Result, action, actions};
use serde_json::json;
use shop::App;
use tokio::sync::Barrier;

static SPENT: AtomicBool = AtomicBool::new(false);

/// Parcels are carried to the lorry two by two.
static PACKED: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2));

/// Spends the coupon of the week.
#[action(post = "/coupon/spending", role = "customer", rate_limit = "5/1m")]
async fn spend_coupon() -> Result<NoContent> {
    if SPENT.load(Ordering::SeqCst) {
        return Err(ActionError::conflict("the coupon is spent"));
    }
    PACKED.wait().await;
    SPENT.store(true, Ordering::SeqCst);
    Ok(NoContent)
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![spend_coupon]);
    let (token, body) = (wire::token("uma", "customer"), json!({}));
    let spend = || wire::post(&shop, "/coupon/spending", Some(&token), &body);
    let (first, second) = tokio::join!(spend(), spend());
    first.is_allowed();
    second.is_allowed();
    spend().await.is_refused(409, "CONFLICT");
}
