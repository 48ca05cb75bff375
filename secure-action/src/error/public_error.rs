//! `PublicError`: an enum of failures, each with what a client may see of it.

use std::error::Error;
use std::fmt::{self, Write};

use http::StatusCode;

use super::{ActionError, Code};

/// Any error at all.
#[doc(hidden)]
pub type BoxError = Box<dyn Error + Send + Sync>;

/// An enum whose every variant says what a client may see of it.
///
/// Implemented by [`#[derive(PublicError)]`](derive@crate::PublicError), which makes
/// [`From`]`<Self> for `[`ActionError`] as well.
///
/// ```
/// use secure_action::{ActionError, PublicError};
///
/// #[derive(Debug, PublicError)]
/// enum BookingError {
///     #[public(status = 409, code = "ROOM_TAKEN", message = "The room is taken at that time.")]
///     RoomTaken,
///     #[public(internal)]
///     Database(#[from] std::io::Error),
/// }
///
/// let [taken, database] = BookingError::VARIANTS else { panic!() };
/// assert_eq!((taken.status().as_u16(), taken.code().as_str()), (409, "ROOM_TAKEN"));
/// assert!(database.is_internal());
/// assert_eq!(ActionError::from(BookingError::RoomTaken).status(), taken.status());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what clients may see of it",
    label = "does not derive `PublicError`",
    note = "annotate the enum with `#[derive(PublicError)]`"
)]
pub trait PublicError: Sized {
    /// What clients may see of each variant, in the order of the enum.
    const VARIANTS: &'static [PublicVariant];

    /// The position of this value's variant.
    #[doc(hidden)]
    fn index(&self) -> usize;

    /// Writes what the log is told: the variant, and its fields but the source.
    #[doc(hidden)]
    fn detail(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// What caused it, where the enum keeps that.
    #[doc(hidden)]
    fn into_source(self) -> Option<BoxError>;
}

/// What clients may see of one variant of a [`PublicError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicVariant {
    name: &'static str,
    status: StatusCode,
    code: Code,
    message: &'static str,
    internal: bool,
}

impl PublicVariant {
    /// `#[public(status = 409, code = "ROOM_TAKEN", message = "...")]`
    #[doc(hidden)]
    #[must_use]
    pub const fn public(name: &'static str, status: u16, code: &'static str, message: &'static str) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self { name, status, code: Code::new(code), message, internal: false },
            Err(_) => Self::internal(name),
        }
    }

    /// `#[public(internal)]`
    #[doc(hidden)]
    #[must_use]
    pub const fn internal(name: &'static str) -> Self {
        let (status, code) = (StatusCode::INTERNAL_SERVER_ERROR, Code::INTERNAL_ERROR);
        Self { name, status, code, message: "", internal: true }
    }

    /// The variant's name in the enum. Not for clients.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The machine's word.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// What clients are told beyond the code's title.
    #[must_use]
    pub const fn message(&self) -> Option<&'static str> {
        if self.message.is_empty() { None } else { Some(self.message) }
    }

    /// Whether clients are told nothing but that the service failed.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        self.internal
    }
}

/// Gives a client what the table says, and the log everything.
pub fn action_error<E: PublicError>(error: E) -> ActionError {
    let variant = E::VARIANTS.get(error.index());
    let mut text = String::new();
    // Writing to a `String` does not fail, and a `Debug` that does has said what it could.
    let _ = write!(text, "{}", Shown(&error));
    let cause = Cause { text, source: error.into_source() };
    match variant {
        Some(variant) if !variant.internal => ActionError::mapped(variant.status, variant.code, variant.message, cause),
        _ => ActionError::internal(cause),
    }
}

struct Shown<'e, E>(&'e E);

impl<E: PublicError> fmt::Display for Shown<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.detail(f)
    }
}

/// The variant in words, with what caused it behind it: there classifiers find a database's error.
#[derive(Debug)]
struct Cause {
    text: String,
    source: Option<BoxError>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What a field with `#[from]` or `#[source]` may be: any [`Error`] that is `Send`, `Sync` and `'static`, boxed or not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the source of an error",
    label = "not an error",
    note = "`#[from]` and `#[source]` go on a `std::error::Error` that is `Send`, `Sync` and `'static`; without them, the log shows the field"
)]
pub trait ErrorSource {
    #[doc(hidden)]
    fn boxed(self) -> BoxError;
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> ErrorSource for E {
    fn boxed(self) -> BoxError {
        self.into()
    }
}
