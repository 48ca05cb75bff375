//! `Created<T>`: 201 with a JSON body and, where there is one, the address of what was created.

use http::StatusCode;

use super::json::{JsonBody, json};
use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// 201 with a JSON body.
///
/// ```
/// use secure_action::Created;
///
/// let answer = Created::new("a post").at("/posts/7");
/// # let _ = answer;
/// ```
#[derive(Clone, Debug)]
pub struct Created<T> {
    value: T,
    location: Option<String>,
}

impl<T> Created<T> {
    /// Something was created, and this is its representation.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value, location: None }
    }

    /// The path of what was created, for the `Location` header. A path of this service: it must begin with one slash,
    /// and neither `\` nor a control character may be in it; otherwise the answer is a 400. Percent-encode names that clients chose.
    ///
    /// It is told from where the actions are mounted: nested under `/api`, `/posts/7` is sent as `/api/posts/7`.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.location = Some(path.into());
        self
    }
}

impl<T> Sealed for Created<T> {}

impl<T: JsonBody> Answer for Created<T> {
    fn into_draft(self) -> Result<Draft, ActionError> {
        let draft = json(StatusCode::CREATED, &self.value)?;
        match self.location {
            Some(path) => draft.leading_to(path),
            None => Ok(draft),
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer::<T>(StatusCode::CREATED);
        operation.answer_header("Location", "The path of what was created.");
    }
}
