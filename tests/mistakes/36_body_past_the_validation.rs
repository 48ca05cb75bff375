//! The body is taken with axum's own extractor, past limit and validation.
//!
//! Class: API4:2023, CWE-1173
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use schemars::JsonSchema;
use secure_action::{Json, NoContent, Result, action, actions};
use serde::Deserialize;
use shop::App;

#[derive(Deserialize, JsonSchema)]
struct Review {
    order: u32,
    text: String,
}

/// Reviews an order.
#[action(post = "/reviews", role = "customer")]
async fn review_order(Json(review): Json<Review>) -> Result<NoContent> {
    tracing::info!(review.order, length = review.text.len(), "reviewed");
    Ok(NoContent)
}

fn main() {
    shop::open(actions![review_order]);
}
