//! The proof that one caller earned is put away, and used for another one.
//!
//! Class: API5:2023, CWE-367
//! Caught: not caught
//! Because: a proof cannot be made or copied, but it is a value, and who moves it into a `static` has decided; that takes a lock, which a reviewer sees

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use std::sync::{Mutex, PoisonError};

use secure_action::{NoContent, Permit, Result, State, action, actions};
use serde_json::json;
use shop::permission::user::Suspend;
use shop::{App, Database};

static KEPT: Mutex<Option<Permit<Suspend>>> = Mutex::new(None);

/// Begins the hunt for cheats.
#[action(post = "/hunt", permission = "user:suspend")]
async fn begin(permit: Permit<Suspend>) -> Result<NoContent> {
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit);
    Ok(NoContent)
}

/// Suspends one of them.
#[action(post = "/cheats", auth)]
async fn report_cheat(State(database): State<Database>) -> Result<NoContent> {
    let permit = KEPT.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(permit) = permit {
        suspend(&database, "uma", &permit).await?;
    }
    Ok(NoContent)
}

async fn suspend(database: &Database, user: &str, _: &Permit<Suspend>) -> Result<()> {
    Ok(database.suspend(user).await?)
}

#[tokio::main]
async fn main() {
    let database = Database::new();
    let shop = shop::open_as::<App>(database.clone(), actions![begin, report_cheat]);
    wire::post(&shop, "/hunt", Some(&wire::token("ada", "admin")), &json!({})).await.is_allowed();
    wire::post(&shop, "/cheats", Some(&wire::token("eve", "customer")), &json!({})).await.is_allowed();
    assert!(database.orders().await.expect("orders").iter().all(|order| order.customer != "uma"));
}
