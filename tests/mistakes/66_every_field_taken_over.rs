//! The type of the table is the type of the input, with the one field that a customer must not set.
//!
//! Class: API3:2023, CWE-915
//! Caught: not caught
//! Because: the input type says what clients may send, and this one says `staff`; only a field that it does not have is refused

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

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
struct Account {
    #[garde(length(max = 80))]
    name: String,
    #[garde(skip)]
    staff: bool,
}

/// Changes one's account.
#[action(put = "/account", auth)]
async fn change_account(input: Input<Account>) -> Result<Json<Account>> {
    Ok(Json(input.into_inner()))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![change_account]);
    let body = json!({ "name": "Eve", "staff": true }).to_string();
    let answer = wire::send(&shop, "PUT", "/account", Some(&wire::token("eve", "customer")), body.into()).await;
    answer.is_allowed();
    assert_eq!(answer.body["staff"], true, "{answer:?}");
}
