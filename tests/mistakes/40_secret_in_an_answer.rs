//! The row goes to the client as it is, hash of the password included.
//!
//! Class: API3:2023, CWE-201
//! Caught: by the compiler
//! Because: the trait bound `Secret<String>: Serialize` is not satisfied

#[path = "shared/shop.rs"]
mod shop;

use schemars::JsonSchema;
use secure_action::{Caller, Json, Result, Secret, action, actions};
use serde::Serialize;
use shop::App;

#[derive(Serialize, JsonSchema)]
struct Account {
    name: String,
    email: String,
    password_hash: Secret<String>,
}

async fn account(name: &str) -> Result<Account> {
    let password_hash = Secret::new("$argon2id$...".to_owned());
    Ok(Account { name: name.to_owned(), email: "uma@shop.example".to_owned(), password_hash })
}

/// Shows one's account.
#[action(get = "/account", auth)]
async fn my_account(caller: Caller) -> Result<Json<Account>> {
    Ok(Json(account(caller.id()).await?))
}

fn main() {
    shop::open(actions![my_account]);
}
