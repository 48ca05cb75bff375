//! `Writer`: the thread that brings events from the queue to the sinks.

use std::sync::Arc;
use std::time::Instant;

use super::output::Output;
use super::queue::{Batch, Queue, Waiting};
use super::{Settings, last_resort};
use crate::audit::{Event, Sink};

pub(super) struct Writer {
    queue: Arc<Queue>,
    outputs: Vec<Output>,
    /// Events that not every sink has stored.
    pending: Vec<Event>,
    /// The position of the event before the first pending one; positions count from 1.
    before: u64,
    waiting: Vec<Waiting>,
    settings: Settings,
}

impl Writer {
    pub(super) fn new(queue: Arc<Queue>, sinks: Vec<Box<dyn Sink>>, settings: Settings) -> Self {
        Self {
            outputs: sinks.into_iter().map(Output::new).collect(),
            pending: Vec::new(),
            before: 0,
            waiting: Vec::new(),
            settings,
            queue,
        }
    }

    pub(super) fn run(mut self) {
        // Also when something in here panics: nobody may wait for a thread that is gone.
        let _finish = Finish(Arc::clone(&self.queue));
        let mut batch = Batch { events: Vec::with_capacity(self.queue.room()), waiting: Vec::new() };
        let mut give_up: Option<Instant> = None;
        loop {
            let closing = self.queue.take(&mut batch, self.retry_at(give_up), give_up.is_some());
            self.pending.append(&mut batch.events);
            self.waiting.append(&mut batch.waiting);
            let now = Instant::now();
            if closing && give_up.is_none() {
                give_up = Some(now + self.settings.close_within);
            }
            self.store(now, closing);
            self.settle();
            let Some(give_up) = give_up else { continue };
            if self.is_done() {
                break;
            }
            if now >= give_up {
                self.give_up();
                break;
            }
        }
    }

    /// When something must be done even if no event comes.
    fn retry_at(&self, give_up: Option<Instant>) -> Option<Instant> {
        self.outputs.iter().filter_map(Output::retry_at).chain(give_up).min()
    }

    /// Brings every sink as far as it goes. A sink that fails stays behind; the others do not wait for it.
    fn store(&mut self, now: Instant, closing: bool) {
        // A sync that nobody waits for would only wear out the disk.
        let sync = closing || !self.waiting.is_empty();
        for output in self.outputs.iter_mut().filter(|output| output.is_due(now)) {
            output.advance(&self.pending, self.before, sync, now, &self.settings);
        }
    }

    /// Frees the places of events that every sink has stored, and answers those who wait for what is safe.
    fn settle(&mut self) {
        let end = self.end();
        let stored = self.outputs.iter().map(Output::stored).min().unwrap_or(end);
        let settled = usize::try_from(stored.saturating_sub(self.before)).unwrap_or(usize::MAX).min(self.pending.len());
        let (mut calls, mut streams, mut refusals) = (0, 0, Vec::new());
        for event in self.pending.get(..settled).unwrap_or_default() {
            match self.queue.sharer(event) {
                Some(sharer) => refusals.push(sharer),
                None if event.ends_a_stream() => streams += 1,
                None => calls += 1,
            }
        }
        self.pending.drain(..settled);
        self.before = stored;
        if settled > 0 {
            self.queue.release(calls);
            self.queue.release_streams(streams);
        }
        if !refusals.is_empty() {
            self.queue.release_refusals(refusals);
        }

        let safe = self.outputs.iter().map(Output::synced).min().unwrap_or(end);
        for waiting in self.waiting.extract_if(.., |waiting| waiting.position <= safe) {
            // Whoever does not listen any more has its event stored all the same.
            let _ = waiting.done.send(());
        }
    }

    /// The position of the last event taken from the queue.
    fn end(&self) -> u64 {
        self.before + self.pending.len() as u64
    }

    fn is_done(&self) -> bool {
        let end = self.end();
        self.outputs.iter().all(|output| output.synced() == end)
    }

    fn give_up(&mut self) {
        for output in &self.outputs {
            last_resort(output.name(), output.unstored(&self.pending, self.before));
        }
    }
}

struct Finish(Arc<Queue>);

impl Drop for Finish {
    fn drop(&mut self) {
        self.0.finish();
    }
}
