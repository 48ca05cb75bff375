//! One order is checked, another one is written.
//!
//! Class: API1:2023, CWE-639
//! Caught: by the compiler
//! Because: expected `Authorized<Cancel>`, found `Order`

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{ActionError, Authorized, Input, NoContent, Result, State, action, actions};
use serde::Deserialize;
use shop::permission::order::Cancel;
use shop::{App, Database};

#[derive(Deserialize, JsonSchema, Validate)]
struct Replacement {
    #[garde(skip)]
    replaces: u32,
}

async fn cancel(database: &Database, order: Authorized<Cancel>) -> Result<()> {
    Ok(database.delete_order(order.id).await?)
}

/// Lets an order replace an earlier one, which is cancelled.
#[action(put = "/orders/{id}/replacement", permission = "order:cancel")]
async fn replace_order(
    _: Authorized<Cancel>,
    State(database): State<Database>,
    input: Input<Replacement>,
) -> Result<NoContent> {
    let earlier = database.order(input.replaces).await?.ok_or_else(|| ActionError::not_found("no such order"))?;
    cancel(&database, earlier).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![replace_order]);
}
