//! The audit event of a deletion was switched off, because it made the log long.
//!
//! Class: API8:2023, CWE-778
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, NoContent, Result, State, action, actions};
use shop::permission::order::Cancel;
use shop::{App, Database};

/// Cancels an order.
#[action(delete = "/orders/{id}", permission = "order:cancel", audit = false)]
async fn cancel_order(order: Authorized<Cancel>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(order.id).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![cancel_order]);
}
