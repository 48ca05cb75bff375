//! `Created<T>`: 201 with a JSON body and, where there is one, the address of what was created.

use http::header::LOCATION;
use http::{HeaderValue, StatusCode};

use super::json::{JsonBody, json};
use super::{Answer, Draft};
use crate::action::sealed::Sealed;
use crate::error::ActionError;
use crate::openapi::OperationBuilder;

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

    /// The path of what was created, for the `Location` header. A path of this service: it must begin with one slash.
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
        let Some(path) = self.location else {
            return Ok(draft);
        };
        // Browsers read over tabs and take `\` for `/`: either could make the second slash of another host.
        let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
        if !own {
            return Err(ActionError::internal("`Created::at` takes a path of this service"));
        }
        Ok(draft.with(LOCATION, HeaderValue::try_from(path)?))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer::<T>(StatusCode::CREATED);
        operation.answer_header("Location", "The path of what was created.");
    }
}
