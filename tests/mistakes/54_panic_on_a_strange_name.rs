//! A name is cut in the middle of a letter, and the function panics.
//!
//! Class: API8:2023, CWE-248
//! Caught: at run time
//! Because: the client sees a 500 that tells nothing, the log and the audit trail see the panic, the service goes on

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, Json, Result, action, actions};
use serde::Deserialize;
use serde_json::json;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct Badge {
    #[garde(length(chars, min = 2, max = 100))]
    name: String,
}

/// Answers the initials for the badge.
#[action(post = "/badges", public)]
async fn initials(badge: Input<Badge>) -> Result<Json<String>> {
    Ok(Json(badge.name[..2].to_uppercase()))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![initials]);
    wire::post(&shop, "/badges", None, &json!({ "name": "Uma" })).await.is_allowed();

    let answer = wire::post(&shop, "/badges", None, &json!({ "name": "J\u{fc}rgen" })).await;
    answer.is_refused(500, "INTERNAL_ERROR");
    assert!(!answer.body.to_string().contains("boundary"), "{answer:?}");
    wire::post(&shop, "/badges", None, &json!({ "name": "Ada" })).await.is_allowed();
}
