//! The single order is guarded, the list shows everybody's.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, Json, Result, State, action, actions};
use shop::permission::order::Read;
use shop::{App, Database, Order};

/// Shows an order.
#[action(get = "/orders/{id}", permission = "order:read")]
async fn read_order(order: Authorized<Read>) -> Result<Json<Order>> {
    Ok(Json(order.into_inner()))
}

/// Shows one's orders.
#[action(get = "/orders", permission = "order:read")]
async fn list_orders(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![read_order, list_orders]);
}
