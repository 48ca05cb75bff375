//! The message of the database is the message to the client, because it helped while the page was built.
//!
//! Class: API8:2023, CWE-209
//! Caught: by the compiler
//! Because: a message to clients is a constant, and no `String`

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{ActionError, Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// Lists every order of the shop.
#[action(get = "/ledger", role = "clerk")]
async fn read_ledger(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    let orders = database.orders().await;
    orders.map(Json).map_err(|error| ActionError::conflict(error.to_string()))
}

fn main() {
    shop::open(actions![read_ledger]);
}
