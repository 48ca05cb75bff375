//! The client names a file by a path of any depth.
//!
//! Class: API8:2023, CWE-22
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Json, Path, Result, action, actions};
use shop::App;

/// Shows an invoice as it was printed.
#[action(get = "/invoices/{*file}", role = "clerk")]
async fn read_invoice(Path(file): Path<String>) -> Result<Json<String>> {
    Ok(Json(tokio::fs::read_to_string(format!("/var/shop/invoices/{file}")).await?))
}

fn main() {
    shop::open(actions![read_invoice]);
}
