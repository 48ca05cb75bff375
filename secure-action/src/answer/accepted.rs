//! `Accepted<T>`: 202 with a JSON body and, where there is one, the address at which to look again.

use http::StatusCode;

use super::json::{JsonBody, json};
use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// 202 with a JSON body: it will be done later (RFC 9110, section 15.3.3).
///
/// ```
/// use secure_action::Accepted;
///
/// let answer = Accepted::new("being printed").at("/prints/7");
/// # let _ = answer;
/// ```
#[derive(Clone, Debug)]
pub struct Accepted<T> {
    value: T,
    location: Option<String>,
}

impl<T> Accepted<T> {
    /// It will be done, and this is how far it is.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value, location: None }
    }

    /// The path at which to look how far it is, for the `Location` header. A path of this service, told from where the actions are
    /// mounted: it must begin with one slash, and neither `\` nor a control character may be in it; otherwise the answer is a 400.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.location = Some(path.into());
        self
    }
}

impl<T> Sealed for Accepted<T> {}

impl<T: JsonBody> Answer for Accepted<T> {
    fn into_draft(self) -> Result<Draft, ActionError> {
        let draft = json(StatusCode::ACCEPTED, &self.value)?;
        match self.location {
            Some(path) => draft.leading_to(path),
            None => Ok(draft),
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer::<T>(StatusCode::ACCEPTED);
        operation.answer_header("Location", "The path at which to look how far it is.");
    }
}
