//! `Sink`: where events are stored.

use std::io;

use super::Event;

/// Where the trail stores its events: [`JsonLines`](super::JsonLines), [`TracingSink`](super::TracingSink), or a database.
///
/// Called by the trail's own thread, so it may block; while it does, requests go on until the queue is full. A sink that fails
/// is called again, for ever, with a growing pause of at most a second: an event is not given up while the service runs. A
/// panic counts as an error.
///
/// ```
/// use secure_action::audit::{Event, Sink};
///
/// /// Counts events.
/// struct Count(u64);
///
/// impl Sink for Count {
///     fn write(&mut self, events: &[Event]) -> std::io::Result<()> {
///         self.0 += events.len() as u64;
///         Ok(())
///     }
///
///     fn sync(&mut self) -> std::io::Result<()> {
///         Ok(())
///     }
/// }
/// ```
pub trait Sink: Send + 'static {
    /// Stores `events`, in order: all of them, or an error. After an error the next call brings the very same events, so a
    /// sink that stored some of them can go on with the others.
    fn write(&mut self, events: &[Event]) -> io::Result<()>;

    /// Returns when everything written is safe against a crash of the machine.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether [`sync`](Self::sync) keeps that promise. What nobody has said so of is not trusted with `audit = "durable"`.
    fn is_durable(&self) -> bool {
        false
    }

    /// What the log and the metrics call this sink: the name of its type.
    fn name(&self) -> &'static str {
        std::any::type_name::<Self>()
    }
}
