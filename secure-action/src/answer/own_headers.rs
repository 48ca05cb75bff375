//! `WithHeaders`: an answer with headers that the function chooses.

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::reserved::is_ours;
use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// An answer with headers that the function chooses. Made by [`Answer::with_header`].
///
/// ```
/// use http::HeaderValue;
/// use http::header::ETAG;
/// use secure_action::{Answer, Json, Result, WithHeaders};
///
/// fn answer() -> Result<WithHeaders<Json<u8>>> {
///     Ok(Json(7).with_header(ETAG, HeaderValue::from_static("\"v7\"")))
/// }
/// # assert!(answer().is_ok());
/// ```
///
/// The headers of the service stay its own: one that says how the answer is sent (`Content-Length`, `Content-Type`, `Connection`),
/// where the client goes next (`Location`, `Refresh`), what browsers may do with it, what every answer has, or `Set-Cookie`, makes
/// the call fail with a 500. The OpenAPI document does not list them.
#[derive(Clone, Debug)]
pub struct WithHeaders<A> {
    answer: A,
    headers: HeaderMap,
}

impl<A> WithHeaders<A> {
    pub(super) fn new(answer: A, name: HeaderName, value: HeaderValue) -> Self {
        Self { answer, headers: HeaderMap::from_iter([(name, value)]) }
    }

    /// Adds one more header; several of one name are several headers.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

impl<A> Sealed for WithHeaders<A> {}

impl<A: Answer> Answer for WithHeaders<A> {
    const STREAMS: bool = A::STREAMS;

    fn into_draft(self) -> Result<Draft, ActionError> {
        if let Some(name) = self.headers.keys().find(|name| is_ours(name) || *name == SET_COOKIE) {
            return Err(ActionError::internal(format!("the header `{name}` is not for a function to choose")));
        }
        Ok(self.answer.into_draft()?.with_own(self.headers))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        A::describe(operation);
    }
}
