//! The function asks who is calling, but nobody has to sign in.
//!
//! Class: API2:2023, CWE-306
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Caller, Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// Shows one's orders.
#[action(get = "/orders/mine", public)]
async fn my_orders(caller: Caller, State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    let orders = database.orders().await?;
    Ok(Json(orders.into_iter().filter(|order| order.is_own(&caller)).collect()))
}

fn main() {
    shop::open(actions![my_orders]);
}
