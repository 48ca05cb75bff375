//! `public` was written because the dashboard had no token at hand.
//!
//! Class: API5:2023, CWE-306
//! Caught: not caught
//! Because: whoever writes `public` has decided, if wrongly; the word is there to be found by a reviewer, and the document shows it

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// Lists every order of the shop, for the dashboard.
#[action(get = "/ledger", public)]
async fn read_ledger(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![read_ledger]);
    let answer = wire::get(&shop, "/ledger", None).await;
    answer.is_allowed();
    assert_eq!(answer.body.as_array().map(Vec::len), Some(2), "{answer:?}");
}
