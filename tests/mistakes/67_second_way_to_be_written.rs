//! The note for the staff is left out for customers, and a second way to write the record shows it to all.
//!
//! Class: API3:2023, CWE-213
//! Caught: by the compiler
//! Because: conflicting implementations of `Serialize` for type `Record`

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Path, Result, Visible, action, actions};
use serde::Serialize;
use shop::App;

#[derive(Visible, Serialize)]
struct Record {
    customer: String,
    #[visible(permission = "ledger:read")]
    note: String,
}

/// Looks up a customer.
#[action(get = "/customers/{name}", auth)]
async fn look_up(Path(customer): Path<String>) -> Result<Json<Record>> {
    Ok(Json(Record { customer, note: "pays late".to_owned() }))
}

fn main() {
    shop::open(actions![look_up]);
}
