//! Stage 3: how one tells who is calling. Credentials become a [`Caller`](crate::Caller).

mod authenticator;
mod authenticators;
#[cfg(feature = "jwt")]
mod bearer;
#[cfg(feature = "jwt")]
pub mod jwt;
mod outgoing;

pub use authenticator::{Authentication, Authenticator, Presented};
pub(crate) use authenticators::Authenticators;
pub use outgoing::Outgoing;

pub use crate::caller::Identity;
