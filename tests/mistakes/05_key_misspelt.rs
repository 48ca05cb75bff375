//! The key `role` is misspelt, which would leave everybody in who has signed in.
//!
//! Class: API5:2023, CWE-863
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// Lists every order of the shop.
#[action(get = "/ledger", auth, roel = "admin")]
async fn read_ledger(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![read_ledger]);
}
