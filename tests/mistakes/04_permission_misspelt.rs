//! The permission is called by a name that the policy does not know.
//!
//! Class: API5:2023, CWE-863
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Suspends a user.
#[action(post = "/users/{name}/suspension", permission = "users:suspend")]
async fn suspend_user(Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    database.suspend(&name).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![suspend_user]);
}
