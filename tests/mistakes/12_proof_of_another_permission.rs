//! The caller was checked for something else than what happens.
//!
//! Class: API5:2023, CWE-863
//! Caught: by the compiler
//! Because: expected `Permit<Suspend>`, found `Permit<Refund>`

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Permit, Result, State, action, actions};
use shop::permission::order::Refund;
use shop::permission::user::Suspend;
use shop::{App, Database};

async fn suspend(database: &Database, user: &str, _: Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

/// Refunds every order of a customer who cheated, and suspends that customer.
#[action(post = "/users/{name}/refunds", permission = "order:refund")]
async fn refund_and_suspend(
    permit: Permit<Refund>,
    Path(name): Path<String>,
    State(database): State<Database>,
) -> Result<NoContent> {
    suspend(&database, &name, permit).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![refund_and_suspend]);
}
