//! A link deletes, and whoever follows links for others follows it.
//!
//! Class: API8:2023, CWE-650
//! Caught: not caught
//! Because: what a function does with its database is its own; of a `get` only this is known, that it reads no body

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Deletes an order, from a link in a letter to the clerk.
#[action(get = "/orders/{id}/delete", role = "clerk")]
async fn delete_order(Path(id): Path<u32>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(id).await?;
    Ok(NoContent)
}

#[tokio::main]
async fn main() {
    let database = Database::new();
    let shop = shop::open_as::<App>(database.clone(), actions![delete_order]);
    wire::get(&shop, "/orders/1/delete", Some(&wire::token("ada", "clerk"))).await.is_allowed();
    assert!(database.order(1).await.expect("orders").is_none());
}
