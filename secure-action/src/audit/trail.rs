//! `Trail`: the bounded queue between requests and sinks.
//!
//! A request reserves its place before anything happens that would have to be recorded. A full queue makes it wait there, where
//! nothing is lost yet; recording into a reserved place never waits and never fails, so it works in the `Drop` of a cancelled
//! request too. One thread takes the events out in batches. A place is free again when every sink has stored its event, and that of
//! a refusal at once: what anybody can cause has room besides the places.

mod output;
mod queue;
mod refusals;
mod writer;

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot;

use super::{Event, Sink, StreamEnd};
use queue::Queue;
use writer::Writer;

/// What the log calls the trail.
pub(super) const TARGET: &str = "secure_action::audit";

/// How the trail behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// How many events may be under way: reserved, or recorded and not yet stored. At least one. Those of refusals come on top.
    pub(crate) capacity: usize,
    /// How many streamed answers may be open: each has a place for its end, so that they never take the places of calls.
    pub(crate) streams: usize,
    /// How long the writer gathers events before it writes them, unless somebody waits for them or the queue is half full. A
    /// wake-up costs more than an event, so it should be paid for many.
    pub(crate) gather: Duration,
    /// The pause after a sink's first failure; it doubles with each further one.
    pub(crate) first_pause: Duration,
    /// The longest pause between two attempts.
    pub(crate) longest_pause: Duration,
    /// How long the end of the process waits for sinks that fail.
    pub(crate) close_within: Duration,
}

impl Settings {
    /// Room for 4096 events: two seconds of a disk that stands still, at 2000 requests per second. An event is about 400 bytes,
    /// plus at most 16 KiB of input.
    pub(crate) const DEFAULT: Self = Self {
        capacity: 4096,
        streams: 1024,
        gather: Duration::from_millis(5),
        first_pause: Duration::from_millis(10),
        longest_pause: Duration::from_secs(1),
        close_within: Duration::from_secs(5),
    };
}

/// The queue. A clone is the same trail.
///
/// When the last of the clones and slots is dropped, everything recorded is written and synced, and the thread has ended. That
/// blocks; for at most [`Settings::close_within`] and a second if a sink is out of order.
#[derive(Clone)]
pub(crate) struct Trail(Arc<Handle>);

/// A place in the queue, reserved before anything happens that would have to be recorded. Dropped unused, it is free again.
#[must_use = "a slot that is dropped records nothing"]
pub(crate) struct Slot(Option<Arc<Handle>>);

/// A place for the end of a streamed answer, reserved before there is one.
#[must_use = "a slot that is dropped records nothing"]
pub(crate) struct StreamSlot(Option<Arc<Handle>>);

/// The writer is gone: nothing can be stored any more, so nothing may run any more.
#[derive(Debug, thiserror::Error)]
#[error("the audit trail has ended")]
pub(crate) struct TrailEnded;

struct Handle {
    queue: Arc<Queue>,
    /// Behind a lock only so that `Drop` can take it out.
    thread: Mutex<Option<JoinHandle<()>>>,
    durable: bool,
    close_within: Duration,
}

impl Trail {
    /// Starts the thread that writes to `sinks`, with room for `capacity` events.
    pub(crate) fn start(sinks: Vec<Box<dyn Sink>>, capacity: usize) -> io::Result<Self> {
        Self::start_with(sinks, Settings { capacity, ..Settings::DEFAULT })
    }

    /// Starts the thread that writes to `sinks`.
    pub(crate) fn start_with(sinks: Vec<Box<dyn Sink>>, settings: Settings) -> io::Result<Self> {
        let durable = sinks.iter().any(|sink| sink.is_durable());
        let queue = Arc::new(Queue::new(settings.capacity, settings.streams, settings.gather));
        let writer = Writer::new(Arc::clone(&queue), sinks, settings);
        let thread = thread::Builder::new().name("audit-trail".to_owned()).spawn(move || writer.run())?;
        let thread = Mutex::new(Some(thread));
        Ok(Self(Arc::new(Handle { queue, thread, durable, close_within: settings.close_within })))
    }

    /// Whether any of the sinks makes events safe against a crash of the machine.
    pub(crate) fn is_durable(&self) -> bool {
        self.0.durable
    }

    /// Reserves a place, if there is one: one atomic operation, no waiting.
    pub(crate) fn try_reserve(&self) -> Option<Slot> {
        self.0.queue.try_reserve().then(|| self.slot())
    }

    /// Reserves a place, waiting while the queue is full. The caller's deadline ends the wait.
    pub(crate) async fn reserve(&self) -> Result<Slot, TrailEnded> {
        if self.0.queue.reserve().await { Ok(self.slot()) } else { Err(TrailEnded) }
    }

    /// Reserves a place for the end of a streamed answer, if there is one.
    pub(crate) fn try_reserve_stream(&self) -> Option<StreamSlot> {
        self.0.queue.try_reserve_stream().then(|| StreamSlot(Some(Arc::clone(&self.0))))
    }

    /// How many events may be under way.
    pub(crate) fn capacity(&self) -> usize {
        self.0.queue.capacity()
    }

    /// Returns when everything recorded so far is stored and safe against a crash; waits as long as a sink fails.
    pub(crate) async fn flush(&self) {
        let (done, stored) = oneshot::channel();
        self.0.queue.wait_for_all(done);
        // An error means that the writer has ended, which it does only after the last event.
        let _ = stored.await;
    }

    fn slot(&self) -> Slot {
        Slot(Some(Arc::clone(&self.0)))
    }
}

impl Slot {
    /// Records the event; never waits, never fails.
    pub(crate) fn record(mut self, event: Event) {
        if let Some(handle) = self.0.take() {
            handle.queue.record(event, None);
        }
    }

    /// Records the event at once; the future is ready when every sink has stored it and made it safe against a crash.
    ///
    /// One sync serves everyone who waits at the time. Dropping the future ends the wait, not the recording. After an error
    /// the answer must be a 503.
    pub(crate) fn record_durably(mut self, event: Event) -> impl Future<Output = Result<(), TrailEnded>> + Send + use<> {
        let (done, stored) = oneshot::channel();
        if let Some(handle) = self.0.take() {
            handle.queue.record(event, Some(done));
        }
        async move { stored.await.map_err(|_| TrailEnded) }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.queue.release(1);
        }
    }
}

impl StreamSlot {
    /// Records the end of the body: why, and after how many bytes and how long. Never waits, never fails.
    pub(crate) fn record(mut self, mut event: Event, end: StreamEnd, bytes: u64, duration: Duration) {
        if let Some(handle) = self.0.take() {
            event.end(end, bytes, duration);
            handle.queue.record(event, None);
        }
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.queue.release_streams(1);
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let thread = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        self.queue.close();
        // A sink that owns the last handle drops it on the writer's own thread, which cannot wait for itself.
        if thread.thread().id() == thread::current().id() {
            return;
        }
        // The writer gives up in time by itself, unless a sink blocks for ever.
        if self.queue.wait_until_finished(self.close_within.saturating_add(Duration::from_secs(1))) {
            // The thread has nothing left to do; a panic in it has been reported by the panic hook.
            let _ = thread.join();
        } else {
            let queued = self.queue.take_queued();
            tracing::error!(target: TARGET, queued = queued.len(), "an audit sink blocks; what it holds may be lost");
            last_resort("-", &queued);
        }
    }
}

/// Events that no sink took, for the only log that is left.
fn last_resort(sink: &'static str, events: &[Event]) {
    for event in events {
        let mut line = Vec::new();
        event.write_json(&mut line);
        let line = String::from_utf8_lossy(&line);
        tracing::error!(target: TARGET, sink, event = &*line, "audit event not stored");
    }
}

impl fmt::Debug for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trail").field("free", &self.0.queue.free()).finish_non_exhaustive()
    }
}

impl fmt::Debug for StreamSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamSlot")
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

#[cfg(test)]
mod tests;
