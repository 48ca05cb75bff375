//! A proof is made by hand, to get past the function that demands one.
//!
//! Class: API5:2023, CWE-862
//! Caught: by the compiler
//! Because: cannot initialize a tuple struct which contains private fields: only the guards make a `Permit`

#[path = "shared/shop.rs"]
mod shop;

use std::marker::PhantomData;

use secure_action::{NoContent, Path, Permit, Result, State, action, actions};
use shop::permission::user::Suspend;
use shop::{App, Database};

async fn suspend(database: &Database, user: &str, _: Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

/// Closes the account of whoever asks for it.
#[action(post = "/users/{name}/closure", auth)]
async fn close_account(Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    suspend(&database, &name, Permit(PhantomData)).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![close_account]);
}
