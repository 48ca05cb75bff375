//! The error of the database is the answer, with its tables and addresses.
//!
//! Class: API8:2023, CWE-209
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use std::io;

use secure_action::{Json, State, action, actions};
use shop::{App, Database, Order};

/// Lists every order of the shop.
#[action(get = "/ledger", role = "clerk")]
async fn read_ledger(State(database): State<Database>) -> Result<Json<Vec<Order>>, io::Error> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![read_ledger]);
}
