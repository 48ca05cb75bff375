//! After the sign-in, the client is sent wherever the link said.
//!
//! Class: API8:2023, CWE-601
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use axum::response::Redirect;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Query, Result, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema, Validate)]
struct Continue {
    #[garde(length(max = 2000))]
    next: String,
}

/// Goes on to the page that the user came for.
#[action(get = "/signed-in", auth)]
async fn go_on(Query(link): Query<Continue>) -> Result<Redirect> {
    Ok(Redirect::to(&link.next))
}

fn main() {
    shop::open(actions![go_on]);
}
