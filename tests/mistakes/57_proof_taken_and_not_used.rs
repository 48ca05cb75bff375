//! The proof is taken because the compiler asked for it, and then nobody asks it anything.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Pending, Result, State, action, actions};
use shop::permission::order::Read;
use shop::{App, Database, Order};

/// Shows one's orders.
#[action(get = "/orders", permission = "order:read")]
async fn list_orders(_: Pending<Read>, State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    let _ = actions![list_orders];
}
