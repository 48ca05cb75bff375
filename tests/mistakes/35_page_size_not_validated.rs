//! The size of a page is whatever the client says.
//!
//! Class: API4:2023, CWE-770
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use schemars::JsonSchema;
use secure_action::{Json, Query, Result, State, action, actions};
use serde::Deserialize;
use shop::{App, Database, Order};

#[derive(Deserialize, JsonSchema)]
struct Page {
    first: usize,
    size: usize,
}

/// Shows a page of the ledger.
#[action(get = "/ledger", role = "clerk")]
async fn read_ledger(State(database): State<Database>, Query(page): Query<Page>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?.into_iter().skip(page.first).take(page.size).collect()))
}

fn main() {
    shop::open(actions![read_ledger]);
}
