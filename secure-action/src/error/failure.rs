//! What an action may fail with: an `ActionError`, or an enum that derives `PublicError`.

use super::public_error::action_error;
use super::{ActionError, PublicError, PublicVariant};

/// `E` of the `Result<T, E>` that an action answers: an [`ActionError`], or an enum that derives
/// [`PublicError`](derive@crate::PublicError).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as an action's error",
    label = "does not say what clients may see of it",
    note = "an action answers `Result<T>`, or `Result<T, E>` with an enum `E` that derives `PublicError`"
)]
pub trait Failure: Sized {
    /// All that generated code asks for, so that what is not a failure is reported once.
    #[doc(hidden)]
    const FAILURE: FailureOf<Self>;
}

/// The type that a function fails with.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct FailureOf<E> {
    variants: Option<&'static [PublicVariant]>,
    into: fn(E) -> ActionError,
}

impl<E> FailureOf<E> {
    /// What clients may see of it; nothing where the function chooses freely.
    #[must_use]
    pub const fn variants(&self) -> Option<&'static [PublicVariant]> {
        self.variants
    }

    /// What the function returned, in the terms of the pipeline.
    ///
    /// # Errors
    ///
    /// The function's own.
    pub fn of<T>(&self, result: Result<T, E>) -> Result<T, ActionError> {
        result.map_err(self.into)
    }
}

impl Failure for ActionError {
    const FAILURE: FailureOf<Self> = FailureOf { variants: None, into: std::convert::identity };
}

#[diagnostic::do_not_recommend]
impl<E: PublicError> Failure for E {
    const FAILURE: FailureOf<Self> = FailureOf { variants: Some(E::VARIANTS), into: action_error };
}
