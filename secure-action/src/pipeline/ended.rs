//! `Ended`: how the stages ended.

use std::any::Any;

use crate::answer::Draft;
use crate::error::{ActionError, Refusal};

/// How the stages ended.
pub(super) enum Ended {
    Answered(Draft),
    Refused(Refusal),
    Failed(ActionError),
    Panicked(Box<dyn Any + Send>),
    TimedOut,
}
