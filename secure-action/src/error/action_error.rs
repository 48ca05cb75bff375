//! `ActionError`: how a function fails, either in public or sanitized.

use std::error::Error;
use std::fmt;

use http::StatusCode;

use super::{Code, FieldErrors, PublicText};

/// A function's failure: either public, with status, code and message chosen by the function, or internal.
///
/// Any error becomes an internal one through `?`: a [`std::error::Error`], boxed or not, and a bare text, which is one in the making.
/// What it says reaches the log, never the client. A public message is a constant that somebody chose for clients, so that no
/// error, and no value, can get into it; [`because`](Self::because) tells the log more.
///
/// ```
/// use secure_action::{ActionError, Result};
///
/// fn seats(text: &str) -> Result<u32> {
///     let seats: u32 = text.parse()?; // a 500 to the client, the parse error to the log
///     if seats > 400 {
///         Err(format!("{seats} seats in a room for 400"))?; // a 500 to the client, this text to the log
///     }
///     if seats == 0 {
///         return Err(ActionError::conflict("the room is full")); // a 409, and the client is told why
///     }
///     Ok(seats)
/// }
/// # assert!(["x", "401"].iter().all(|text| seats(text).is_err_and(|error| error.is_internal())));
/// # assert!(seats("0").is_err_and(|error| error.status() == 409));
/// ```
///
/// It is no [`std::error::Error`] itself: it could not take in every other one, and what wraps it would have it read to clients.
pub struct ActionError(Box<Failure>);

enum Failure {
    Public { status: StatusCode, code: Code, message: &'static str, fields: FieldErrors, cause: Option<BoxError> },
    Internal { status: StatusCode, code: Code, cause: BoxError },
}

type BoxError = Box<dyn Error + Send + Sync>;

impl ActionError {
    /// A public failure. A status outside 400 to 499 becomes an internal error: what the service got wrong is not for clients.
    #[must_use]
    pub fn new(status: StatusCode, code: Code, message: impl PublicText) -> Self {
        let message = message.text();
        if !status.is_client_error() {
            return Self::internal(message);
        }
        Self(Box::new(Failure::Public { status, code, message, fields: FieldErrors::new(), cause: None }))
    }

    /// What a [`PublicError`](super::PublicError) says: of any status, because its message is a constant.
    pub(super) fn mapped(status: StatusCode, code: Code, message: &'static str, cause: impl Into<BoxError>) -> Self {
        let (fields, cause) = (FieldErrors::new(), Some(cause.into()));
        Self(Box::new(Failure::Public { status, code, message, fields, cause }))
    }

    /// 400 with `MALFORMED_INPUT`.
    #[must_use]
    pub fn bad_request(message: impl PublicText) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::MALFORMED_INPUT, message)
    }

    /// 403 with `FORBIDDEN` and no message.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, Code::FORBIDDEN, "")
    }

    /// 404 with `NOT_FOUND`.
    #[must_use]
    pub fn not_found(message: impl PublicText) -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NOT_FOUND, message)
    }

    /// 409 with `CONFLICT`.
    #[must_use]
    pub fn conflict(message: impl PublicText) -> Self {
        Self::new(StatusCode::CONFLICT, Code::CONFLICT, message)
    }

    /// 422 with `VALIDATION_ERROR`, for what only the function can find out about a field: `("email", "already in use")`.
    #[must_use]
    pub fn invalid(path: impl Into<String>, message: impl PublicText) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::VALIDATION_ERROR, "").and_invalid(path, message)
    }

    /// Adds one more field to a public failure.
    #[must_use]
    pub fn and_invalid(mut self, path: impl Into<String>, message: impl PublicText) -> Self {
        if let Failure::Public { fields, .. } = &mut *self.0 {
            fields.add(path, message.text());
        }
        self
    }

    /// 500 with `INTERNAL_ERROR`; the cause goes to the log only.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(Failure::Internal {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: Code::INTERNAL_ERROR,
            cause: cause.into(),
        }))
    }

    /// 503 with `UNAVAILABLE`, for an outage of something the function needs; the cause goes to the log only.
    #[must_use]
    pub fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(Failure::Internal {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: Code::UNAVAILABLE,
            cause: cause.into(),
        }))
    }

    /// Adds what the log should know about a public failure.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        if let Failure::Public { cause, .. } = &mut *self.0 {
            *cause = Some(reason.into());
        }
        self
    }

    /// The same for the client, but the log is told of `cause`.
    pub(crate) fn caused_by(mut self, cause: impl Into<BoxError>) -> Self {
        match &mut *self.0 {
            Failure::Public { cause: own, .. } => *own = Some(cause.into()),
            Failure::Internal { cause: own, .. } => *own = cause.into(),
        }
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match *self.0 {
            Failure::Public { status, .. } | Failure::Internal { status, .. } => status,
        }
    }

    /// The machine's word.
    #[must_use]
    pub fn code(&self) -> Code {
        match *self.0 {
            Failure::Public { code, .. } | Failure::Internal { code, .. } => code,
        }
    }

    /// The internal error, where there is one.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        match &*self.0 {
            Failure::Public { cause, .. } => cause.as_deref(),
            Failure::Internal { cause, .. } => Some(&**cause),
        }
    }

    /// Whether the client is told nothing but the code.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        matches!(*self.0, Failure::Internal { .. })
    }

    /// What the log is told: the cause with everything behind it.
    pub(crate) fn reason(&self) -> String {
        use std::fmt::Write;

        let mut text = match &*self.0 {
            Failure::Public { message, .. } => (*message).to_owned(),
            Failure::Internal { .. } => String::new(),
        };
        let mut next: Option<&(dyn Error + 'static)> = self.cause().map(|cause| cause as _);
        while let Some(error) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            // Writing to a `String` does not fail, and a `Display` that does has said what it could.
            let _ = write!(text, "{error}");
            next = error.source();
        }
        text
    }

    /// What the client is told beyond the code's title.
    pub(crate) fn message(&self) -> Option<&'static str> {
        match *self.0 {
            Failure::Public { message, .. } => Some(message).filter(|text| !text.is_empty()),
            Failure::Internal { .. } => None,
        }
    }

    /// The fields that were not acceptable.
    pub(crate) fn fields(&self) -> &FieldErrors {
        const NONE: &FieldErrors = &FieldErrors::new();
        match &*self.0 {
            Failure::Public { fields, .. } => fields,
            Failure::Internal { .. } => NONE,
        }
    }
}

/// By way of the box, which everything becomes that can be an error: a text, and an error that is boxed already, are none themselves.
impl<E: Into<BoxError>> From<E> for ActionError {
    fn from(error: E) -> Self {
        Self::internal(error)
    }
}

/// What clients may see, and nothing of the cause: for `#[tracing::instrument(err)]` and the like.
impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status().as_u16(), self.code().as_str())?;
        match self.message() {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActionError")
            .field("status", &self.status())
            .field("code", &self.code())
            .field("cause", &self.cause().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}
