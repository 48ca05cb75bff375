//! `Rejected`: why a token does not hold.

/// Why a token was rejected: for the log. A client is told that it was, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rejected(pub(super) &'static str);

impl Rejected {
    pub(super) fn reason(self) -> &'static str {
        self.0
    }
}
