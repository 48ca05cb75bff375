//! The proof is taken because the compiler asked for it, and then nobody asks it anything.
//!
//! Class: API1:2023, CWE-639
//! Caught: not caught
//! Because: a function may read any table it has; `scope()` and `authorize_each()` are offered, and only a function that demands `Authorized<P>` of its caller can insist

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{Json, Pending, Result, State, action, actions};
use shop::permission::order::Read;
use shop::{App, Database, Order};

/// Shows one's orders.
#[action(get = "/orders", permission = "order:read")]
async fn list_orders(_: Pending<Read>, State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![list_orders]);
    let answer = wire::get(&shop, "/orders", Some(&wire::token("uma", "customer"))).await;
    answer.is_allowed();
    assert_eq!(answer.body[1]["customer"], "ada", "{answer:?}");
}
