//! `NoContent` and `()`: 204 without a body.

use axum::body::Body;
use http::StatusCode;

use super::{Answer, Response};
use crate::action::sealed::Sealed;
use crate::error::ActionError;
use crate::openapi::OperationBuilder;

/// 204: done, and there is nothing to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContent;

impl Sealed for NoContent {}

impl Answer for NoContent {
    fn into_response(self) -> Result<Response, ActionError> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok(response)
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.empty_answer(StatusCode::NO_CONTENT);
    }
}

impl Sealed for () {}

impl Answer for () {
    fn into_response(self) -> Result<Response, ActionError> {
        NoContent.into_response()
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        NoContent::describe(operation);
    }
}
