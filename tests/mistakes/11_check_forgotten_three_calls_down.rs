//! Three calls down, the check that everybody took for done was never made.
//!
//! Class: API5:2023, CWE-862
//! Caught: by the compiler
//! Because: argument #3 of type `&Permit<Suspend>` is missing

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{NoContent, Path, Permit, Result, State, action, actions};
use shop::permission::user::Suspend;
use shop::{App, Database};

async fn suspend(database: &Database, user: &str, _: &Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

async fn clean_up_after(database: &Database, user: &str) -> Result<()> {
    suspend(database, user).await
}

async fn complain(database: &Database, about: &str) -> Result<()> {
    clean_up_after(database, about).await
}

/// Complains about a user.
#[action(post = "/users/{name}/complaints", auth)]
async fn complain_about(Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    complain(&database, &name).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![complain_about]);
}
