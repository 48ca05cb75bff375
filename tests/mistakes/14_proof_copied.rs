//! The proof is copied, so that the nightly job has one too.
//!
//! Class: API5:2023, CWE-367
//! Caught: by the compiler
//! Because: the trait bound `Permit<Suspend>: Clone` is not satisfied, so there is one for each call

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Permit, Result};
use shop::Database;
use shop::permission::user::Suspend;

/// What the nightly job works with: the proof was earned when an admin signed in this morning.
#[derive(Clone)]
struct Nightly {
    database: Database,
    permit: Permit<Suspend>,
}

impl Nightly {
    async fn run(self, cheats: &[String]) -> Result<()> {
        for user in cheats {
            suspend(&self.database, user, &self.permit).await?;
        }
        Ok(())
    }
}

async fn suspend(database: &Database, user: &str, _: &Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

fn main() {
    let _ = Nightly::run;
}
