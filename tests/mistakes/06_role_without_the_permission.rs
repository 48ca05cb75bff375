//! No role that is let in holds the permission; only a caller with two unrelated roles would pass.
//!
//! Class: API5:2023, CWE-863
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, NoContent, Result, State, action, actions};
use shop::permission::order::Refund;
use shop::{App, Database};

/// Refunds an order. Accountants do this once a month.
#[action(post = "/orders/{id}/refund", role = "accountant", permission = "order:refund")]
async fn refund_order(order: Authorized<Refund>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_order(order.id).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![refund_order]);
}
