//! `NoContent` and `()`: 204 without a body.

use http::StatusCode;

use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// 204: done, and there is nothing to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContent;

impl Sealed for NoContent {}

impl Answer for NoContent {
    fn into_draft(self) -> Result<Draft, ActionError> {
        Ok(Draft::empty(StatusCode::NO_CONTENT))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.empty_answer(StatusCode::NO_CONTENT);
    }
}

impl Sealed for () {}

impl Answer for () {
    fn into_draft(self) -> Result<Draft, ActionError> {
        NoContent.into_draft()
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        NoContent::describe(operation);
    }
}
