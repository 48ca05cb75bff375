//! `Json<T>`: 200 with a JSON body.

use axum::Json;
use http::{HeaderValue, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

pub(crate) const APPLICATION_JSON: HeaderValue = HeaderValue::from_static("application/json");

impl<T> Sealed for Json<T> {}

/// A type that a function can answer as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be answered as JSON",
    label = "not an answer",
    note = "derive `serde::Serialize` and `schemars::JsonSchema` for it and for every type in it; or `Visible`, where a field is not for everybody",
    note = "a `Secret` is never answered: leave it out"
)]
pub trait JsonBody: Serialize + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> JsonBody for T {}

impl<T: JsonBody> Answer for Json<T> {
    fn into_draft(self) -> Result<Draft, ActionError> {
        json(StatusCode::OK, &self.0)
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer::<T>(StatusCode::OK);
    }
}

/// The answer with `value` as its JSON body. axum's own would tell the client why a value does not serialize.
pub(super) fn json<T: Serialize>(status: StatusCode, value: &T) -> Result<Draft, ActionError> {
    let mut body = Vec::with_capacity(128);
    serde_json::to_writer(&mut body, value)?;
    Ok(Draft::new(status, APPLICATION_JSON, body))
}
