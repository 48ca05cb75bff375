//! `Trail`: the bounded queue between requests and sinks.

use super::{Event, Sink};

/// The queue.
#[derive(Debug)]
pub(crate) struct Trail(());

/// A place in the queue, reserved before anything happens that would have to be recorded.
#[derive(Debug)]
pub(crate) struct Slot(());

impl Trail {
    /// Starts the thread that writes to `sinks`.
    pub(crate) fn start(_sinks: Vec<Box<dyn Sink>>) -> std::io::Result<Self> {
        Ok(Self(()))
    }

    /// Reserves a place, waiting while the queue is full.
    pub(crate) async fn reserve(&self) -> Slot {
        Slot(())
    }

    /// Returns when everything recorded so far is stored.
    pub(crate) async fn flush(&self) {}
}

/// The event could not be stored in time.
#[derive(Debug)]
pub(crate) struct NotStored;

impl Slot {
    /// Records the event; never waits.
    pub(crate) fn record(self, _event: Event) {}

    /// Records the event and waits until every sink has stored it.
    pub(crate) async fn record_durably(self, _event: Event) -> Result<(), NotStored> {
        Ok(())
    }
}
