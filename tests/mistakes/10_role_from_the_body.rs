//! The role that the client claims in the body is taken for its authority.
//!
//! Class: API5:2023, CWE-807
//! Caught: by the compiler
//! Because: expected `Permit<Suspend>`, found `Role`: authority is a proof, and no part of a body becomes one

#[path = "shared/shop.rs"]
mod shop;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Permit, Result, State, action, actions};
use serde::Deserialize;
use shop::permission::user::Suspend;
use shop::{App, Database, Role};

#[derive(Deserialize, JsonSchema, Validate)]
struct Suspension {
    #[garde(length(max = 100))]
    user: String,
    #[garde(skip)]
    acting_as: Role,
}

async fn suspend(database: &Database, user: &str, _: Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

/// Suspends a user.
#[action(post = "/suspensions", auth)]
async fn suspend_user(State(database): State<Database>, input: Input<Suspension>) -> Result<NoContent> {
    suspend(&database, &input.user, input.acting_as).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![suspend_user]);
}
