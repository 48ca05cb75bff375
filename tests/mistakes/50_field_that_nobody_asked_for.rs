//! Nobody said that unknown fields are refused, and one client sends `is_admin` as well.
//!
//! Class: API3:2023, CWE-915
//! Caught: at run time
//! Because: a field that the type does not know is refused, whether or not it says `deny_unknown_fields`: 422

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, Json, Result, action, actions};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shop::App;

#[derive(Deserialize, Serialize, JsonSchema, Validate)]
struct Profile {
    #[garde(length(chars, min = 1, max = 100))]
    name: String,
}

/// Signs up.
#[action(post = "/accounts", public)]
async fn sign_up(input: Input<Profile>) -> Result<Json<Profile>> {
    Ok(Json(input.into_inner()))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![sign_up]);
    wire::post(&shop, "/accounts", None, &json!({ "name": "Uma" })).await.is_allowed();

    let answer = wire::post(&shop, "/accounts", None, &json!({ "name": "Eve", "is_admin": true })).await;
    answer.is_refused(422, "VALIDATION_ERROR");
    assert_eq!(answer.body["errors"], json!({ "is_admin": ["unknown field"] }));
}
