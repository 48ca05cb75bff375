//! The message to the client repeats what the bank said.
//!
//! Class: API8:2023, CWE-209
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Authorized, NoContent, PublicError, action, actions};
use shop::App;
use shop::permission::order::Refund;

#[derive(Debug, PublicError)]
enum RefundError {
    #[public(status = 409, code = "ALREADY_REFUNDED")]
    AlreadyRefunded,
    #[public(status = 422, code = "BANK_REFUSED", message = "The bank refused: {0}")]
    BankRefused(String),
}

/// Refunds an order.
#[action(post = "/orders/{id}/refund", permission = "order:refund")]
async fn refund_order(order: Authorized<Refund>) -> Result<NoContent, RefundError> {
    match order.cents {
        0 => Err(RefundError::AlreadyRefunded),
        cents => Err(RefundError::BankRefused(format!("{cents} cents to the account 4711"))),
    }
}

fn main() {
    shop::open(actions![refund_order]);
}
