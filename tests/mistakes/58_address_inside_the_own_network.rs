//! The service calls whatever address a customer gave it, its own metadata included.
//!
//! Class: API7:2023, CWE-918
//! Caught: not caught
//! Because: `SafeUrl` refuses `file:` and the like, but where a name leads is known only to whoever makes the call, which is not this crate

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Caller, Input, Json, Result, SafeUrl, action, actions};
use serde::Deserialize;
use serde_json::json;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct Webhook {
    #[garde(skip)]
    address: SafeUrl,
}

async fn call(address: &str) -> String {
    format!("an answer from {address}")
}

/// Tries a webhook and shows what it answers.
#[action(post = "/webhooks/trial", role = "clerk")]
async fn try_webhook(_: Caller, webhook: Input<Webhook>) -> Result<Json<String>> {
    Ok(Json(call(webhook.address.as_str()).await))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![try_webhook]);
    let token = wire::token("eve", "clerk");
    let trial = |address: &str| json!({ "address": address });
    let answer = wire::post(&shop, "/webhooks/trial", Some(&token), &trial("file:///etc/passwd")).await;
    answer.is_refused(422, "VALIDATION_ERROR");

    wire::post(&shop, "/webhooks/trial", Some(&token), &trial("http://169.254.169.254/latest")).await.is_allowed();
}
