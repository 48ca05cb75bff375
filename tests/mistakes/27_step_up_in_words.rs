//! How recently one must have signed in is written in words, which another parser might take for forever.
//!
//! Class: API2:2023, CWE-613
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Suspends a user.
#[action(post = "/users/{name}/suspension", permission = "user:suspend", auth(max_age = "5 minutes"))]
async fn suspend_user(Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    database.suspend(&name).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![suspend_user]);
}
