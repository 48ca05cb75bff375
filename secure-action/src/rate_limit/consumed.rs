//! `Consumed`: what one request has been counted by so far, to be told to the client and, where a limit counts failures, to be
//! given back once the call has succeeded.

use smallvec::SmallVec;

use super::digest::Digest;
use super::standing::{Standing, Ticket};

/// The limits that a request was counted by, in the order in which they were evaluated.
#[derive(Debug, Default)]
pub(crate) struct Consumed {
    /// The position of each limit in the action's list, and how it stands. Does not allocate for up to four.
    pub(super) standings: SmallVec<[(u16, Standing); 4]>,
    /// What a success gives back. Empty, and so without an allocation, for actions without such a limit.
    pub(super) owed: Vec<Owed>,
}

/// An attempt that counts only if the call fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) limit: u16,
    pub(super) key: Digest,
    pub(super) address: [u8; 16],
    pub(super) ticket: Ticket,
    /// Whether it was counted in the memory of this process: always, but where a shared store was in order.
    pub(super) in_memory: bool,
}

impl Consumed {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Whether a success has nothing to give back.
    pub(crate) fn owes_nothing(&self) -> bool {
        self.owed.is_empty()
    }
}
