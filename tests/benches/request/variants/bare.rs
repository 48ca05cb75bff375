//! The floor: a handler of plain axum that guards nothing, takes nothing and answers fixed JSON.

use std::error::Error;

use axum::routing::post;
use axum::{Json, Router};
use http::StatusCode;

use super::note::{CREATED, Created};
use super::{Variant, scenario};

/// The bare handler, called with the same request as every other variant.
pub(crate) fn variant() -> Result<Variant, Box<dyn Error>> {
    let (head, body) = scenario::authenticated()?;
    Ok(Variant {
        name: "bare handler",
        comparison: None,
        router: Router::new().route(scenario::PATH, post(create_note)),
        head,
        body,
        status: StatusCode::OK,
        finish: Box::new(|| Box::pin(async { Ok(()) })),
    })
}

async fn create_note() -> Json<Created> {
    Json(CREATED)
}
