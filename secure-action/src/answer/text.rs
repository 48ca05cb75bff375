//! `Text`: 200 with a plain text.

use std::borrow::Cow;

use http::{HeaderValue, StatusCode};

use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

const TEXT_PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// 200 with a plain text, which no browser takes for anything else.
///
/// ```
/// use secure_action::Text;
///
/// let answer = Text::new("User-agent: *\nDisallow: /\n");
/// # let _ = answer;
/// ```
#[derive(Clone, Debug)]
pub struct Text(Cow<'static, str>);

impl Text {
    /// This text.
    #[must_use]
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }
}

impl Sealed for Text {}

impl Answer for Text {
    fn into_draft(self) -> Result<Draft, ActionError> {
        let text = match self.0 {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => bytes::Bytes::from(text),
        };
        Ok(Draft::new(StatusCode::OK, TEXT_PLAIN, text))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer_of(StatusCode::OK, "text/plain; charset=utf-8", schemars::json_schema!({ "type": "string" }));
    }
}
