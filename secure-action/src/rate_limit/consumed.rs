//! `Consumed`: what one request has consumed so far, to be told to the client, or given back.

use super::counter::{Standing, Ticket};
use super::few::Few;
use super::table::Digest;

/// The limits that a request was counted by, in the order in which they were evaluated. Does not allocate for up to two.
#[derive(Debug, Default)]
pub(crate) struct Consumed(pub(super) Few<Record>);

/// One evaluated limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// The position of the limit in the action's list.
    pub(super) limit: usize,
    pub(super) key: Digest,
    /// What was consumed; `None` if the limit refused, or once it is given back.
    pub(super) ticket: Option<Ticket>,
    pub(super) standing: Standing,
}

impl Consumed {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }
}
