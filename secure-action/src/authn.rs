//! Stage 3: how one tells who is calling. Credentials become a [`Caller`](crate::Caller).

mod authenticator;
mod authenticators;
#[cfg(feature = "jwt")]
mod bearer;
#[cfg(feature = "jwt")]
pub mod jwt;
mod outgoing;
#[cfg(all(feature = "testing", debug_assertions))]
mod stand_in;

pub use authenticator::{Authentication, Authenticator, Presented};
pub(crate) use authenticators::Authenticators;
pub use outgoing::Outgoing;
#[cfg(all(feature = "testing", debug_assertions))]
pub(crate) use stand_in::StandIn;

pub use crate::caller::Identity;
