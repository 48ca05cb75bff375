//! Sign-ins are counted by the address as it was typed, and each spelling is counted anew.
//!
//! Class: API2:2023, CWE-178
//! Caught: at run time
//! Because: the key of a limit is trimmed and in lower case, whatever the input's type does: 429

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct Forgotten {
    #[garde(length(max = 254))]
    email: String,
}

/// Sends a link to whoever forgot the password.
#[action(post = "/password/link", public, rate_limit("3/15m", by = "input.email"))]
async fn send_link(_: Input<Forgotten>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![send_link]);
    for email in ["uma@shop.example", "Uma@Shop.Example", " uma@shop.example"] {
        wire::post(&shop, "/password/link", None, &json!({ "email": email })).await.is_allowed();
    }
    let again = json!({ "email": "UMA@SHOP.EXAMPLE\t" });
    wire::post(&shop, "/password/link", None, &again).await.is_refused(429, "RATE_LIMITED");
    wire::post(&shop, "/password/link", None, &json!({ "email": "ada@shop.example" })).await.is_allowed();
}
