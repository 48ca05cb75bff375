//! The order that is checked is looked for by a field that is none's number.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler
//! Because: expected `&u32`, found `&String`: a target is found by what identifies it

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Authorized, Input, NoContent, Result, State, action, actions};
use serde::Deserialize;
use shop::permission::order::Cancel;
use shop::{App, Database};

#[derive(Deserialize, JsonSchema, Validate)]
struct Cancellation {
    #[garde(length(max = 80))]
    customer: String,
}

/// Cancels an order.
#[action(post = "/cancellations", permission = "order:cancel", target = "input.customer")]
async fn cancel(
    order: Authorized<Cancel>,
    State(database): State<Database>,
    _: Input<Cancellation>,
) -> Result<NoContent> {
    database.delete_order(order.id).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![cancel]);
}
