//! Nobody thought of a limit for the sign-in, so passwords can be guessed all night.
//!
//! Class: API2:2023, CWE-307
//! Caught: at run time
//! Because: a public action without a limit gets the application's, 100 in any minute from one address: 429

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{ActionError, Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use serde_json::json;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct SignIn {
    #[garde(length(max = 254))]
    email: String,
    #[garde(skip)]
    password: Secret<String>,
}

/// Signs in.
#[action(post = "/sign-in", public)]
async fn sign_in(_: Input<SignIn>) -> Result<NoContent> {
    Err(ActionError::invalid("password", "wrong"))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![sign_in]);
    for guess in 0..100 {
        let guess = json!({ "email": "uma@shop.example", "password": format!("{guess}") });
        wire::post(&shop, "/sign-in", None, &guess).await.is_refused(422, "VALIDATION_ERROR");
    }
    let guess = json!({ "email": "uma@shop.example", "password": "correct horse" });
    wire::post(&shop, "/sign-in", None, &guess).await.is_refused(429, "RATE_LIMITED");
}
