//! The clerks complained of the limit, and so the only ones whom it was for are exempt.
//!
//! Class: API4:2023, CWE-770
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Result, action, actions};
use shop::App;

/// Prints every order.
#[action(post = "/prints", role = "clerk", rate_limit("5/1h", skip = "clerk"))]
async fn print_orders() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    shop::open(actions![print_orders]);
}
