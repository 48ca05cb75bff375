//! `StepUp`: how recently and at which level a caller must have authenticated.

use std::time::Duration;

/// What an action demands of how its caller authenticated, beyond that it did (RFC 9470).
///
/// Both demands hold, where both are made. At least one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepUp {
    /// How long ago the caller may have authenticated, in whole seconds; `None`: as long as the credential lives.
    pub max_age: Option<Duration>,
    /// The levels, one of which the authentication must have, in the words of whoever issues the credentials; compared
    /// exactly. Empty: any level.
    pub acr: &'static [&'static str],
}

impl StepUp {
    pub(super) const fn new(max_age: Option<Duration>, acr: &'static [&'static str]) -> Self {
        Self { max_age, acr }
    }
}
