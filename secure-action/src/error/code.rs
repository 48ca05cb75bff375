//! `Code`: the machine's word for a problem.

use std::borrow::Cow;
use std::fmt;

use http::StatusCode;

/// The machine-readable word in a problem document, in upper snake case: `RATE_LIMITED`.
///
/// Applications add their own: `Code::new("OUT_OF_STOCK")`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code(&'static str);

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $title:literal;)*) => {
        impl Code {
            $($(#[doc = $doc])* pub const $name: Self = Self(stringify!($name));)*

            /// The human-readable title of the problem, the same for every occurrence (RFC 9457, section 3.1.3).
            #[must_use]
            pub fn title(self) -> Cow<'static, str> {
                match self.0 {
                    $(stringify!($name) => Cow::Borrowed($title),)*
                    // `OUT_OF_STOCK` reads as `Out of stock`.
                    own => {
                        let mut title = own.to_ascii_lowercase().replace('_', " ");
                        if let Some(first) = title.get_mut(..1) {
                            first.make_ascii_uppercase();
                        }
                        Cow::Owned(title)
                    }
                }
            }
        }
    };
}

codes! {
    /// No credentials, or none that hold.
    UNAUTHENTICATED "Authentication required";
    /// The caller is known, but authenticated too long ago, or at another level than this needs.
    STEP_UP_REQUIRED "Step-up authentication required";
    /// The caller may not do this.
    FORBIDDEN "Forbidden";
    /// The connection to the service must be encrypted.
    HTTPS_REQUIRED "HTTPS required";
    /// The resource does not exist, or not for this caller.
    NOT_FOUND "Not found";
    /// The route exists, but not for this method.
    METHOD_NOT_ALLOWED "Method not allowed";
    /// The request is for a host that the service does not answer to.
    MISDIRECTED_REQUEST "Misdirected request";
    /// The request contradicts the state of the resource.
    CONFLICT "Conflict";
    /// A value that must be unique is taken.
    DUPLICATE_VALUE "Value already in use";
    /// The request refers to something that does not exist.
    INVALID_REFERENCE "Referenced item not found";
    /// The body is larger than the action accepts.
    PAYLOAD_TOO_LARGE "Payload too large";
    /// The body is of a media type that the action does not accept.
    UNSUPPORTED_MEDIA_TYPE "Unsupported media type";
    /// The request cannot be read.
    MALFORMED_INPUT "Malformed input";
    /// Some fields of the request are not acceptable.
    VALIDATION_ERROR "Validation failed";
    /// Too many requests.
    RATE_LIMITED "Too many requests";
    /// The answer was not ready in time.
    TIMEOUT "Timed out";
    /// A part of the service that the answer depends on is out of order.
    UNAVAILABLE "Temporarily unavailable";
    /// The service failed.
    INTERNAL_ERROR "Internal error";
}

impl Code {
    /// An application's own code.
    #[must_use]
    pub const fn new(word: &'static str) -> Self {
        Self(word)
    }

    /// The word for a client error of which only the status is known.
    pub(crate) fn of_client_error(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::UNAUTHENTICATED,
            StatusCode::FORBIDDEN => Self::FORBIDDEN,
            StatusCode::NOT_FOUND => Self::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => Self::METHOD_NOT_ALLOWED,
            StatusCode::REQUEST_TIMEOUT => Self::TIMEOUT,
            StatusCode::CONFLICT => Self::CONFLICT,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PAYLOAD_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UNSUPPORTED_MEDIA_TYPE,
            StatusCode::UNPROCESSABLE_ENTITY => Self::VALIDATION_ERROR,
            StatusCode::TOO_MANY_REQUESTS => Self::RATE_LIMITED,
            _ => Self::MALFORMED_INPUT,
        }
    }

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
