//! What an action may answer, and how answers are dressed.

mod accepted;
mod created;
mod download;
mod draft;
mod fallible;
mod headers;
mod json;
mod no_content;
mod older;
mod own_headers;
mod problem;
mod raw;
mod redirect;
mod reserved;
mod shown;
mod text;
mod viewer;

pub use accepted::Accepted;
pub use created::Created;
pub use download::Download;
pub use draft::Draft;
pub(crate) use draft::Response;
pub use fallible::Fallible;
pub use headers::SecurityHeaders;
pub(crate) use headers::{AnswerHeaders, X_REQUEST_ID};
pub(crate) use json::APPLICATION_JSON;
pub use json::JsonBody;
pub use no_content::NoContent;
pub use own_headers::WithHeaders;
pub(crate) use problem::Problem;
pub use raw::Raw;
pub use redirect::Redirect;
pub use shown::Shown;
pub use text::Text;
#[doc(hidden)]
pub use viewer::{Viewer, shown, shown_if};

use std::future::Future;

use futures_util::FutureExt;
use futures_util::future::OptionFuture;
use http::{HeaderName, HeaderValue};

use crate::error::{ActionError, FailureOf, PublicVariant};
use crate::openapi::{Describe, OperationBuilder};
use crate::sealed::Sealed;

/// A type that a function annotated with `#[action]` may answer, inside `Result<_>`.
///
/// Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as an action's answer",
    label = "not an answer",
    note = "an action answers `Result<_>` of `Json<T>`, `Created<T>`, `Accepted<T>`, `NoContent`, `Redirect`, `Text`, `Download` or `()`",
    note = "any other axum response is answered as `Raw<R>`: it is neither documented nor filtered"
)]
pub trait Answer: Sealed + Sized {
    /// Writes the answer; a value that does not serialize is an internal error.
    #[doc(hidden)]
    fn into_draft(self) -> Result<Draft, ActionError>;

    /// Whether the body may be made while it is sent.
    #[doc(hidden)]
    const STREAMS: bool = false;

    /// The same answer with one more header, for what has no method of its own: an `ETag`, a `Link`. The headers of the service
    /// stay its own: see [`WithHeaders`].
    #[must_use]
    fn with_header(self, name: HeaderName, value: HeaderValue) -> WithHeaders<Self> {
        WithHeaders::new(self, name, value)
    }

    /// Adds the response to the documented operation.
    #[doc(hidden)]
    fn describe(operation: &mut OperationBuilder<'_>);

    /// All that generated code asks for, as [`Argument::ARGUMENT`](crate::Argument::ARGUMENT).
    #[doc(hidden)]
    const ANSWER: AnswerOf<Self> = AnswerOf {
        spec: AnswerSpec { describe: Self::describe, failures: None, streams: Self::STREAMS },
        draft: Self::into_draft,
    };
}

/// The type that a function answers.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct AnswerOf<T> {
    spec: AnswerSpec,
    draft: fn(T) -> Result<Draft, ActionError>,
}

impl<T> AnswerOf<T> {
    /// Its description.
    #[must_use]
    pub const fn spec(&self) -> AnswerSpec {
        self.spec
    }

    /// The answer of a call, written for `viewer` when the call is done; what it fails with is made public as `failure` says.
    /// `None` is a call that an argument is missing for, which the pipeline has refused before.
    pub fn of<E, F: Future<Output = Result<T, E>>>(
        self,
        failure: FailureOf<E>,
        call: Option<F>,
        viewer: Viewer,
    ) -> impl Future<Output = Result<Draft, ActionError>> {
        OptionFuture::from(call).map(move |result| match result {
            Some(result) => {
                let value = failure.of(result)?;
                viewer.reads(|| (self.draft)(value))
            }
            None => Err(ActionError::internal("an argument is missing")),
        })
    }
}

/// What an action answers, as data: what the document is made from.
#[derive(Clone, Copy)]
pub struct AnswerSpec {
    pub(crate) describe: Describe,
    /// What the function may fail with; nothing where it chooses freely.
    pub(crate) failures: Option<&'static [PublicVariant]>,
    /// Whether its body may be made while it is sent, so that the function should not run where there is no place for that.
    pub(crate) streams: bool,
}

impl AnswerSpec {
    /// The same answer, of a function that fails with one of `variants`, if its error type says so.
    #[doc(hidden)]
    #[must_use]
    pub const fn or(self, variants: Option<&'static [PublicVariant]>) -> Self {
        Self { failures: variants, ..self }
    }
}

impl std::fmt::Debug for AnswerSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerSpec")
    }
}
