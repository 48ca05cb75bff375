//! A plain handler was mounted among the actions, without any guard.
//!
//! Class: API5:2023, CWE-306
//! Caught: by the compiler
//! Because: `actions!` takes actions, and `export_orders` is a function: expected type, found function

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Pending, Result, State, action, actions};
use shop::permission::order::Read;
use shop::{App, Database, Order};

/// Lists the orders that the caller may read.
#[action(get = "/orders", permission = "order:read")]
async fn list_orders(pending: Pending<Read>, State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    let readable = pending.authorize_each(database.orders().await?);
    Ok(Json(readable.into_iter().map(|order| order.into_inner()).collect()))
}

/// The same for the spreadsheet of the accountant.
async fn export_orders(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![list_orders, export_orders]);
}
