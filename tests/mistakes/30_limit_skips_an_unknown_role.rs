//! A role that was renamed long ago is exempt from the limit.
//!
//! Class: API4:2023, CWE-799
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database};

/// Counts the orders of today.
#[action(get = "/orders/count", auth, rate_limit("60/1m", skip = "administrator"))]
async fn count_orders(State(database): State<Database>) -> Result<Json<usize>> {
    Ok(Json(database.orders().await?.len()))
}

fn main() {
    shop::open(actions![count_orders]);
}
