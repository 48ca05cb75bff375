//! The token itself says how it is to be checked, and this one says: not at all.
//!
//! Class: API2:2023, CWE-347
//! Caught: at run time
//! Because: the key says with which algorithm it checks, the token does not: 401

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secure_action::{NoContent, Path, Result, State, action, actions};
use serde_json::{Value, json};
use shop::{App, Database};

/// Suspends a user.
#[action(post = "/users/{name}/suspension", permission = "user:suspend")]
async fn suspend_user(Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    database.suspend(&name).await?;
    Ok(NoContent)
}

/// A token that nobody signed.
fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(claims))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![suspend_user]);
    let path = "/users/uma/suspension";
    wire::post(&shop, path, Some(&wire::token("ada", "admin")), &json!({})).await.is_allowed();

    for algorithm in ["none", "None", "HS256"] {
        let token = unsigned(&json!({ "alg": algorithm, "typ": "JWT" }), &wire::claims("eve", "admin"));
        wire::post(&shop, path, Some(&token), &json!({})).await.is_refused(401, "UNAUTHENTICATED");
    }
}
