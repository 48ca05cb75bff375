//! `Queue`: what requests and the writer share.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};

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
    /// How many events of refused strangers may be under way before they are counted instead.
    strangers: usize,
    gather: Duration,
}

struct State {
    /// What the writer has not taken yet.
    fresh: Batch,
    /// How many events have ever been recorded: the position of the latest.
    recorded: u64,
    /// How many places refused strangers have, those in `counted` among them.
    strangers: usize,
    /// The last refusals of strangers that found their share of the queue taken: one for each kind and action, which says how many
    /// others it stands for, and has a place.
    counted: Vec<Event>,
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
            fresh: Batch { events: Vec::with_capacity(capacity), waiting: Vec::new() },
            recorded: 0,
            strangers: 0,
            counted: Vec::new(),
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
            strangers: capacity / STRANGERS,
            gather,
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
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

    /// The events of so many refused strangers have been stored.
    pub(super) fn release_strangers(&self, stored: usize) {
        let mut state = self.state();
        state.strangers = state.strangers.saturating_sub(stored);
    }

    pub(super) fn try_reserve_stream(&self) -> bool {
        self.streams.try_acquire().map(|place| place.forget()).is_ok()
    }

    pub(super) fn release_streams(&self, places: usize) {
        self.streams.add_permits(places);
    }

    /// Adds an event to the queue, whose place was reserved before.
    pub(super) fn record(&self, mut event: Event, waiting: Option<oneshot::Sender<()>>) {
        event.bound();
        let stranger = event.is_of_a_stranger();
        let mut state = self.state();
        if stranger && state.strangers >= self.strangers {
            self.count(state, event);
            // Nothing was done that the promise of a durable event could be about.
            let _ = waiting.map(|done| done.send(()));
            return;
        }
        state.strangers += usize::from(stranger);
        state.fresh.events.push(event);
        state.recorded += 1;
        let pressing = waiting.is_some() || state.fresh.events.len() >= self.capacity.div_ceil(2);
        if let Some(done) = waiting {
            let position = state.recorded;
            state.fresh.waiting.push(Waiting { position, done });
        }
        self.wake(state, pressing);
    }

    /// Keeps the event instead of the last one of its kind, which it stands for from now on.
    fn count(&self, mut state: MutexGuard<'_, State>, mut event: Event) {
        let alike = |other: &&mut Event| other.kind == event.kind && std::ptr::eq(other.action, event.action);
        if let Some(last) = state.counted.iter_mut().find(alike) {
            event.unwritten = last.unwritten.saturating_add(1);
            *last = event;
            drop(state);
            self.release(1);
        } else {
            state.counted.push(event);
            state.strangers += 1;
        }
    }

    /// Answers `done` when everything recorded so far is safe.
    pub(super) fn wait_for_all(&self, done: oneshot::Sender<()>) {
        let mut state = self.state();
        state.take_counted();
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
            && !state.has_room_for_counted(self.strangers)
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
        if state.closing || state.has_room_for_counted(self.strangers) {
            state.take_counted();
        }
        std::mem::swap(&mut state.fresh, batch);
        state.closing
    }

    /// What the writer has not taken, when it never will.
    pub(super) fn take_queued(&self) -> Vec<Event> {
        let mut state = self.state();
        state.take_counted();
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

/// Refused strangers have one place in this many: a flood of them must leave room for those who may call.
const STRANGERS: usize = 4;

impl State {
    /// Whether refused strangers have fewer places than they may, and some were counted when they had not.
    fn has_room_for_counted(&self, share: usize) -> bool {
        !self.counted.is_empty() && self.strangers.saturating_sub(self.counted.len()) < share
    }

    fn take_counted(&mut self) {
        self.recorded += self.counted.len() as u64;
        self.fresh.events.append(&mut self.counted);
    }
}
