//! Nobody decided who may delete an order.
//!
//! Class: API5:2023, CWE-862
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Deletes an order.
#[action(delete = "/orders/{id}", rate_limit = "10/1m")]
async fn delete_order(Path(id): Path<u32>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(id).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![delete_order]);
}
