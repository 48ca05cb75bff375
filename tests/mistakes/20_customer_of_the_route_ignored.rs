//! The route names a customer, the function answers everybody's orders.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// Shows the orders of a customer to a clerk who has that customer on the telephone.
#[action(get = "/customers/{name}/orders", role = "clerk")]
async fn orders_of_customer(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![orders_of_customer]);
}
