//! `Recorder`: the audit sink that a test looks into.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::audit::{Event, Sink};

/// Keeps what it is given, so that it counts as durable.
#[derive(Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<Event>>>);

impl Recorder {
    /// The events since the last look.
    pub(super) fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.events())
    }

    /// Why the request of this id got what it got.
    pub(super) fn reason(&self, request_id: &str) -> Option<String> {
        let events = self.events();
        let event = events.iter().rfind(|event| event.request_id.as_str() == request_id)?;
        event.reason.as_deref().map(str::to_owned)
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Recorder {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        self.events().extend_from_slice(events);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// As far as a test can tell.
    fn is_durable(&self) -> bool {
        true
    }
}
