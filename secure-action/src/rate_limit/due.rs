//! `Due`: what a request is to be counted by in one phase.

use smallvec::SmallVec;

use super::store::{Attempt, MOST_AT_ONCE};

/// What a request is to be counted by in one phase.
#[derive(Debug, Default)]
pub(crate) struct Due<'l> {
    pub(super) attempts: SmallVec<[Attempt<'l>; MOST_AT_ONCE]>,
    pub(super) positions: SmallVec<[u16; MOST_AT_ONCE]>,
    /// Whether one of the limits would rather refuse than count in this process alone.
    pub(super) denies_on_outage: bool,
}

impl Due<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.attempts.is_empty()
    }
}
