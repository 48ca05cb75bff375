//! `Ended`: how the stages ended.

use std::any::Any;

use crate::answer::Draft;
use crate::error::{ActionError, Refusal};
use crate::input::Unreceived;

/// How the stages ended.
pub(super) enum Ended {
    Answered(Draft),
    Refused(Refusal),
    Failed(ActionError),
    Panicked(Box<dyn Any + Send>),
    TimedOut,
    /// The body did not come to its end: the client is gone.
    BrokenOff,
}

impl From<Refusal> for Ended {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Unreceived> for Ended {
    fn from(unreceived: Unreceived) -> Self {
        match unreceived {
            Unreceived::Refused(refusal) => Self::Refused(refusal),
            // A deadline as any other, only an earlier one.
            Unreceived::TooSlow => Self::TimedOut,
            Unreceived::BrokenOff => Self::BrokenOff,
        }
    }
}
