//! The client names a file, and the name leads out of the folder.
//!
//! Class: API8:2023, CWE-22
//! Caught: at run time
//! Because: a parameter of the route that is itself a path, dots, separators at its ends, is malformed: 400

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use secure_action::{Json, Path, Result, action, actions};
use shop::App;

/// Shows an invoice as it was printed.
#[action(get = "/invoices/{file}", role = "clerk")]
async fn read_invoice(Path(file): Path<String>) -> Result<Json<String>> {
    Ok(Json(tokio::fs::read_to_string(format!("/var/shop/invoices/{file}")).await?))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![read_invoice]);
    let ada = wire::token("ada", "clerk");
    for name in ["..%2F..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "..", "..%5C..%5Cboot.ini", "a%2F..%2F..%2Fb"] {
        let answer = wire::get(&shop, &format!("/invoices/{name}"), Some(&ada)).await;
        answer.is_refused(400, "MALFORMED_INPUT");
    }
}
