//! Of the two numbers in the path, it is left to chance which one is checked.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, Json, Path, Result, action, actions};
use shop::permission::order::Read;
use shop::{App, Order};

/// Shows an order of a customer.
#[action(get = "/customers/{customer}/orders/{order}", permission = "order:read")]
async fn read_order(Path(_): Path<(u32, u32)>, order: Authorized<Read>) -> Result<Json<Order>> {
    Ok(Json(order.into_inner()))
}

fn main() {
    shop::open(actions![read_order]);
}
