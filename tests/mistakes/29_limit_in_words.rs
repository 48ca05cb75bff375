//! The limit is written in words, and a configuration that nobody could read would limit nothing.
//!
//! Class: API4:2023, CWE-770
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database};

/// Counts the orders of today, for the wall in the entrance.
#[action(get = "/orders/count", public, rate_limit = "5 per minute")]
async fn count_orders(State(database): State<Database>) -> Result<Json<usize>> {
    Ok(Json(database.orders().await?.len()))
}

fn main() {
    shop::open(actions![count_orders]);
}
