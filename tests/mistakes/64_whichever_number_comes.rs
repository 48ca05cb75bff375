//! Everybody who has signed in may cancel, and the number says which order.
//!
//! Class: API1:2023, CWE-639
//! Caught: not caught
//! Because: `auth` says that it is for everybody who has signed in; whose order it is decides `permission = "order:cancel"`, which does not compile without the order

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{NoContent, Path, Result, State, action, actions};
use serde_json::json;
use shop::{App, Database};

/// Cancels an order.
#[action(post = "/orders/{id}/cancellation", auth)]
async fn cancel(Path(id): Path<u32>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(id).await?;
    Ok(NoContent)
}

#[tokio::main]
async fn main() {
    let database = Database::new();
    let shop = shop::open_as::<App>(database.clone(), actions![cancel]);
    let eve = wire::token("eve", "customer");
    wire::post(&shop, "/orders/1/cancellation", Some(&eve), &json!({})).await.is_allowed();
    assert!(database.order(1).await.expect("orders").is_none());
}
