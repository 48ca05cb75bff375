//! What can go wrong, and what of it each side may know: the client a code, the log everything.

mod action_error;
mod code;
mod failure;
mod fields;
mod public_error;
mod public_text;
mod refusal;
#[cfg(feature = "sqlx")]
mod sqlx;

pub use action_error::ActionError;
pub use code::Code;
pub use failure::{Failure, FailureOf};
pub use fields::FieldErrors;
pub use public_error::{BoxError, ErrorSource, PublicError, PublicVariant, action_error};
pub use public_text::PublicText;
pub(crate) use refusal::QuotaViolation;
pub use refusal::Refusal;
#[cfg(feature = "sqlx")]
pub use sqlx::constraint_errors;

/// What an action answers: the value, or an [`ActionError`].
pub type Result<T, E = ActionError> = std::result::Result<T, E>;
