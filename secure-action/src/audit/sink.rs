//! `Sink`: where events are stored.

use std::io;

use super::Event;

/// Where the trail stores its events. Called by the trail's own thread, so it may block.
pub trait Sink: Send + 'static {
    /// Stores `events`, in order. After an error the trail gives the same events again.
    fn write(&mut self, events: &[Event]) -> io::Result<()>;

    /// Returns when everything written is safe against a crash of the machine.
    fn sync(&mut self) -> io::Result<()>;
}
