//! `Rejected`: why a token does not hold.

/// Why a token was rejected: for the log. A client is told that it was, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rejected(pub(super) &'static str);

impl Rejected {
    /// Not necessarily a bad token: another authenticator may know the issuer.
    pub(super) const OTHER_ISSUER: Self = Self("wrong issuer");

    pub(super) fn reason(self) -> &'static str {
        self.0
    }
}
