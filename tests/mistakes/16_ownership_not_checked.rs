//! Whose order it is was never asked: the next number is another customer's.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Cancels an order.
#[action(post = "/orders/{id}/cancellation", permission = "order:cancel")]
async fn cancel_order(Path(id): Path<u32>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(id).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![cancel_order]);
}
