//! What an action may fail with: an `ActionError`, or an enum that derives `PublicError`.

use super::public_error::action_error;
use super::{ActionError, PublicError, PublicVariant};

/// `E` of the `Result<T, E>` that an action answers.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as an action's error",
    label = "does not say what clients may see of it",
    note = "an action answers `Result<T>`, or `Result<T, E>` with an enum `E` that derives `PublicError`"
)]
pub trait Failure: Sized {
    /// What clients may see of it; nothing where the function chooses freely.
    const VARIANTS: Option<&'static [PublicVariant]>;

    fn into_action_error(self) -> ActionError;
}

impl Failure for ActionError {
    const VARIANTS: Option<&'static [PublicVariant]> = None;

    fn into_action_error(self) -> ActionError {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<E: PublicError> Failure for E {
    const VARIANTS: Option<&'static [PublicVariant]> = Some(E::VARIANTS);

    fn into_action_error(self) -> ActionError {
        action_error(self)
    }
}

/// What a function returns, taken apart by its type: where `Result` is an alias, the macro does not see `E`.
#[doc(hidden)]
pub trait Fallible {
    type Failure;
}

impl<T, E> Fallible for Result<T, E> {
    type Failure = E;
}
