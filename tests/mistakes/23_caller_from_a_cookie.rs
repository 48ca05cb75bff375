//! The caller is read from a text that the client keeps.
//!
//! Class: API2:2023, CWE-565
//! Caught: by the compiler
//! Because: the trait bound `Caller: Deserialize` is not satisfied: nothing that a client sends becomes one

#[path = "shared/shop.rs"]
mod shop;

use axum::extract::FromRequestParts;
use http::request::Parts;
use secure_action::{ActionError, Caller, Extract, Json, Result, State, action, actions};
use shop::{App, Database, Order};

struct Remembered(String);

impl FromRequestParts<Database> for Remembered {
    type Rejection = http::StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &Database) -> Result<Self, Self::Rejection> {
        let cookie = parts.headers.get("cookie").and_then(|cookie| cookie.to_str().ok()?.strip_prefix("remember="));
        cookie.map(|cookie| Self(cookie.to_owned())).ok_or(http::StatusCode::UNAUTHORIZED)
    }
}

/// Shows the orders of whoever was here yesterday.
#[action(get = "/orders", public)]
async fn my_orders(
    State(database): State<Database>,
    Extract(Remembered(cookie)): Extract<Remembered>,
) -> Result<Json<Vec<Order>>> {
    let caller: Caller = serde_json::from_str(&cookie).map_err(|_| ActionError::forbidden())?;
    let orders = database.orders().await?;
    Ok(Json(orders.into_iter().filter(|order| order.is_own(&caller)).collect()))
}

fn main() {
    shop::open(actions![my_orders]);
}
