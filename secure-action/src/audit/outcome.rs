//! `Outcome`: how a call ended.

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The function ran and succeeded.
    Allowed,
    /// A guard refused before the function ran.
    Refused,
    /// The function ran and failed.
    Failed,
    /// Something panicked.
    Panicked,
    /// The deadline passed.
    TimedOut,
    /// The client went away before the answer, or in the middle of its body.
    Cancelled,
}

impl Outcome {
    /// Every outcome, in order of declaration.
    pub(crate) const ALL: [Self; 6] =
        [Self::Allowed, Self::Refused, Self::Failed, Self::Panicked, Self::TimedOut, Self::Cancelled];

    /// The word in the trail: `"timed_out"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
        }
    }
}
