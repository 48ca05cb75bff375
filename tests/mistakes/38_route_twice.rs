//! The old version of an action, with the weaker guard, is still mounted at the same route.
//!
//! Class: API9:2023, CWE-694
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, Json, Path, Result, State, action, actions};
use shop::permission::order::Read;
use shop::{App, Database, Order};

/// Shows an order.
#[action(get = "/orders/{id}", permission = "order:read")]
async fn read_order(order: Authorized<Read>) -> Result<Json<Order>> {
    Ok(Json(order.into_inner()))
}

/// Shows an order, as the first version did.
#[action(get = "/orders/{number}", auth)]
async fn show_order(Path(number): Path<u32>, State(database): State<Database>) -> Result<Json<Option<Order>>> {
    Ok(Json(database.order(number).await?))
}

fn main() {
    shop::open(actions![show_order, read_order]);
}
