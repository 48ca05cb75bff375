//! `Queue`: what requests and the writer share.

use std::hash::RandomState;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};

use super::refusals::{Refusals, Sharer};
use crate::audit::Event;

pub(super) struct Queue {
    /// One permit for each free place. Reserving forgets its permit, storing adds it again.
    places: Semaphore,
    /// The same for the ends of streamed answers.
    streams: Semaphore,
    state: Mutex<State>,
    /// Wakes the writer.
    work: Condvar,
    /// Wakes whoever waits for the writer's end.
    end: Condvar,
    capacity: usize,
    /// What tells those apart who are refused.
    sharers: RandomState,
    gather: Duration,
}

struct State {
    /// What the writer has not taken yet.
    fresh: Batch,
    /// How many events have ever been recorded: the position of the latest.
    recorded: u64,
    refusals: Refusals,
    /// The writer sleeps until it is notified.
    asleep: bool,
    /// Somebody waits, or the queue fills up: the writer should not gather any longer.
    urgent: bool,
    closing: bool,
    finished: bool,
}

/// Events, and those who wait for some of them.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) events: Vec<Event>,
    pub(super) waiting: Vec<Waiting>,
}

/// Somebody who waits until everything up to a position is safe.
pub(super) struct Waiting {
    pub(super) position: u64,
    pub(super) done: oneshot::Sender<()>,
}

impl Queue {
    pub(super) fn new(capacity: usize, streams: usize, gather: Duration) -> Self {
        let capacity = capacity.clamp(1, Semaphore::MAX_PERMITS);
        let state = State {
            // All the room at once, so that recording does not allocate under the lock. Untouched pages cost nothing.
            fresh: Batch { events: Vec::with_capacity(capacity + Refusals::room(capacity)), waiting: Vec::new() },
            recorded: 0,
            refusals: Refusals::new(capacity),
            asleep: false,
            urgent: false,
            closing: false,
            finished: false,
        };
        Self {
            places: Semaphore::new(capacity),
            streams: Semaphore::new(streams.min(Semaphore::MAX_PERMITS)),
            state: Mutex::new(state),
            work: Condvar::new(),
            end: Condvar::new(),
            capacity,
            sharers: RandomState::new(),
            gather,
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many events may be under way at most, as a rule: those of refusals besides.
    pub(super) fn room(&self) -> usize {
        self.capacity + Refusals::room(self.capacity)
    }

    pub(super) fn free(&self) -> usize {
        self.places.available_permits()
    }

    pub(super) fn try_reserve(&self) -> bool {
        self.places.try_acquire().map(|place| place.forget()).is_ok()
    }

    /// Waits for a free place; `false` when there will never be one.
    pub(super) async fn reserve(&self) -> bool {
        self.places.acquire().await.map(|place| place.forget()).is_ok()
    }

    pub(super) fn release(&self, places: usize) {
        self.places.add_permits(places);
    }

    /// Whose room the event takes, if it is that of a refusal.
    pub(super) fn sharer(&self, event: &Event) -> Option<Sharer> {
        Sharer::of(event, &self.sharers)
    }

    /// The refusals of these have been stored.
    pub(super) fn release_refusals(&self, stored: Vec<Sharer>) {
        let mut state = self.state();
        for sharer in stored {
            state.refusals.leave(sharer);
        }
    }

    pub(super) fn try_reserve_stream(&self) -> bool {
        self.streams.try_acquire().map(|place| place.forget()).is_ok()
    }

    pub(super) fn release_streams(&self, places: usize) {
        self.streams.add_permits(places);
    }

    /// Adds an event to the queue, whose place was reserved before. A refusal gives it back at once: it has room of its own, and
    /// where there is none left it is counted.
    pub(super) fn record(&self, mut event: Event, waiting: Option<oneshot::Sender<()>>) {
        event.bound();
        let sharer = self.sharer(&event);
        let mut state = self.state();
        if let Some(sharer) = sharer
            && !state.refusals.enter(sharer)
        {
            let last = state.refusals.count(sharer, event);
            drop(state);
            drop(last);
            self.release(1);
            // Nothing was done that the promise of a durable event could be about.
            let _ = waiting.map(|done| done.send(()));
            return;
        }
        state.fresh.events.push(event);
        state.recorded += 1;
        let pressing = waiting.is_some() || state.fresh.events.len() >= self.capacity.div_ceil(2);
        if let Some(done) = waiting {
            let position = state.recorded;
            state.fresh.waiting.push(Waiting { position, done });
        }
        self.wake(state, pressing);
        if sharer.is_some() {
            self.release(1);
        }
    }

    /// Answers `done` when everything recorded so far is safe.
    pub(super) fn wait_for_all(&self, done: oneshot::Sender<()>) {
        let mut state = self.state();
        state.take_counted(true);
        let position = state.recorded;
        state.fresh.waiting.push(Waiting { position, done });
        self.wake(state, true);
    }

    /// Notifies the writer only where it must be: a notification is a system call, and a busy writer comes by itself.
    fn wake(&self, mut state: MutexGuard<'_, State>, pressing: bool) {
        let notify = state.asleep || pressing && !state.urgent;
        state.asleep = false;
        state.urgent |= pressing;
        drop(state);
        if notify {
            self.work.notify_one();
        }
    }

    /// No more events will come.
    pub(super) fn close(&self) {
        self.state().closing = true;
        self.work.notify_one();
    }

    /// Waits for something to do, and moves it to the empty `batch`. With `retry_at`, something to do comes at that time at the
    /// latest. Says whether the queue is closing; a writer that knows that already (`closing`) is not told again.
    pub(super) fn take(&self, batch: &mut Batch, retry_at: Option<Instant>, closing: bool) -> bool {
        let mut state = self.state();
        while state.fresh.events.is_empty()
            && state.fresh.waiting.is_empty()
            && state.closing == closing
            && !state.refusals.any_fits()
        {
            state.asleep = true;
            state = match retry_at {
                None => self.work.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(at) => {
                    let pause = at.saturating_duration_since(Instant::now());
                    if pause.is_zero() {
                        break;
                    }
                    self.work.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        state.asleep = false;
        if !state.fresh.events.is_empty() && !state.closing {
            let gathering = |state: &mut State| !state.urgent && !state.closing;
            state = self.work.wait_timeout_while(state, self.gather, gathering).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.urgent = false;
        let all = state.closing;
        state.take_counted(all);
        std::mem::swap(&mut state.fresh, batch);
        state.closing
    }

    /// What the writer has not taken, when it never will.
    pub(super) fn take_queued(&self) -> Vec<Event> {
        let mut state = self.state();
        state.take_counted(true);
        std::mem::take(&mut state.fresh.events)
    }

    /// The writer has ended.
    pub(super) fn finish(&self) {
        // Also for those who wait for a place.
        self.places.close();
        self.state().finished = true;
        self.end.notify_all();
    }

    /// Waits for the writer's end; `false` if it does not come in time.
    pub(super) fn wait_until_finished(&self, longest: Duration) -> bool {
        let running = |state: &mut State| !state.finished;
        self.end.wait_timeout_while(self.state(), longest, running).unwrap_or_else(PoisonError::into_inner).0.finished
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No foreign code runs under the lock, so a poisoned one still holds whole events.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Adds to the queue what has been counted, as far as there is room; or `all` of it.
    fn take_counted(&mut self, all: bool) {
        self.recorded += self.refusals.take_counted(all, &mut self.fresh.events);
    }
}
