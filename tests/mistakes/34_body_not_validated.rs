//! Nothing is validated: an amount may be negative, an article may be a book long.
//!
//! Class: API4:2023, CWE-20
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use schemars::JsonSchema;
use secure_action::{Caller, Input, NoContent, Result, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema)]
struct NewOrder {
    article: String,
    amount: i64,
}

/// Orders something.
#[action(post = "/orders", role = "customer")]
async fn place_order(_: Caller, _: Input<NewOrder>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    shop::open(actions![place_order]);
}
