//! `Output`: one sink, how far it has come, and what happens when it fails.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::{Settings, TARGET};
use crate::audit::{Event, Sink};

pub(super) struct Output {
    sink: Box<dyn Sink>,
    name: &'static str,
    /// The position of the last event that the sink has stored.
    stored: u64,
    /// The position of the last event that is safe against a crash.
    synced: u64,
    /// The last event of a failed attempt: the sink was promised the very same events again.
    attempted: u64,
    outage: Option<Outage>,
}

#[derive(Clone, Copy)]
struct Outage {
    failures: u32,
    retry_at: Instant,
}

impl Output {
    pub(super) fn new(sink: Box<dyn Sink>) -> Self {
        let name = sink.name();
        Self { sink, name, stored: 0, synced: 0, attempted: 0, outage: None }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn stored(&self) -> u64 {
        self.stored
    }

    pub(super) fn synced(&self) -> u64 {
        self.synced
    }

    pub(super) fn retry_at(&self) -> Option<Instant> {
        self.outage.map(|outage| outage.retry_at)
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.retry_at().is_none_or(|at| at <= now)
    }

    /// The events of `pending`, which begin after the position `before`, that the sink has not stored.
    pub(super) fn unstored<'e>(&self, pending: &'e [Event], before: u64) -> &'e [Event] {
        pending.get(index(self.stored, before)..).unwrap_or_default()
    }

    /// Stores what is not stored yet, and with `sync` makes it safe against a crash. A failure is reported, and tried again later.
    pub(super) fn advance(&mut self, pending: &[Event], before: u64, sync: bool, now: Instant, settings: &Settings) {
        match self.try_advance(pending, before, sync) {
            Ok(()) => self.works(),
            Err(error) => self.failed(&error, now, settings),
        }
    }

    fn try_advance(&mut self, pending: &[Event], before: u64, sync: bool) -> io::Result<()> {
        let end = before + pending.len() as u64;
        while self.stored < end {
            if self.attempted <= self.stored {
                self.attempted = end;
            }
            let events = pending.get(index(self.stored, before)..index(self.attempted, before)).unwrap_or_default();
            let sink = &mut self.sink;
            guarded(|| sink.write(events))?;
            self.stored = self.attempted;
        }
        if sync && self.synced < self.stored {
            let sink = &mut self.sink;
            guarded(|| sink.sync())?;
            self.synced = self.stored;
        }
        Ok(())
    }

    fn works(&mut self) {
        if let Some(outage) = self.outage.take() {
            metrics::gauge!("secure_action_audit_sink_outage", "sink" => self.name).set(0.0);
            tracing::warn!(target: TARGET, sink = self.name, failures = outage.failures, "audit sink works again");
        }
    }

    /// One line in the log for an outage, however long; a counter for each attempt.
    fn failed(&mut self, error: &io::Error, now: Instant, settings: &Settings) {
        metrics::counter!("secure_action_audit_sink_failures_total", "sink" => self.name).increment(1);
        if self.outage.is_none() {
            metrics::gauge!("secure_action_audit_sink_outage", "sink" => self.name).set(1.0);
            tracing::error!(target: TARGET, sink = self.name, %error, "audit sink fails; requests will wait when the queue is full");
        }
        let failures = self.outage.map_or(0, |outage| outage.failures).saturating_add(1);
        let retry_at = now + pause(failures, settings);
        self.outage = Some(Outage { failures, retry_at });
    }
}

/// Where in a slice that begins after the position `before` the event after `position` is.
fn index(position: u64, before: u64) -> usize {
    usize::try_from(position.saturating_sub(before)).unwrap_or(usize::MAX)
}

fn pause(failures: u32, settings: &Settings) -> Duration {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    settings.first_pause.saturating_mul(doubled).min(settings.longest_pause)
}

/// A panic in a sink is an error like any other: the trail goes on, and the sink gets the same events again. Whether its own
/// state survived a panic is the sink's to know, so nothing here depends on it.
fn guarded(call: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(io::Error::other("the sink panicked")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let settings = Settings::DEFAULT;
        let pauses: Vec<u128> = [1, 2, 3, 8, 40, u32::MAX].map(|failures| pause(failures, &settings).as_millis()).into();
        assert_eq!(pauses, [10, 20, 40, 1000, 1000, 1000]);
    }
}
