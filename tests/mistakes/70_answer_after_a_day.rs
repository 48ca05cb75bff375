//! The report took too long for the deadline, so it was given a day, and a handful of requests hold everything.
//!
//! Class: API4:2023, CWE-400
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Result, State, action, actions};
use shop::{App, Database, Order};

/// The report of the year.
#[action(get = "/report", role = "accountant", timeout = "1d")]
async fn report(State(database): State<Database>) -> Result<Json<Vec<Order>>> {
    Ok(Json(database.orders().await?))
}

fn main() {
    shop::open(actions![report]);
}
