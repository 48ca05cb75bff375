//! What one key has consumed of one limit, and the decision whether it may have one more: three ways to count.

mod exact;
mod steady;
mod sub_windows;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::RateLimit;
use super::standing::{Standing, Ticket};
use exact::Exact;
use steady::Steady;
use sub_windows::SubWindows;

/// How many numbers an entry of the table holds, of 24 bits each.
pub(super) const SLOTS: usize = 17;

/// The numbers of one key, whose meaning is the counter's. All zero: nothing consumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The time that the slots count from, in units of the counter; it wraps.
    pub(super) base: u32,
    /// Each below 2^24.
    pub(super) slots: [u32; SLOTS],
}

/// A limit as the table sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Which limit of the application it is.
    pub(super) id: u16,
    capacity: u32,
    quota: u32,
    window: Duration,
    counter: Counter,
}

/// The way to count that fits the quota.
#[derive(Clone, Copy, Debug)]
enum Counter {
    /// The time of each request: strict, for quotas up to [`SLOTS`].
    Exact(Exact),
    /// The number of requests in each sixteenth of the window: strict, for larger quotas.
    SubWindows(SubWindows),
    /// A steady rate with bursts.
    Steady(Steady),
}

/// What of a state is still live.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usage {
    /// How many requests.
    pub(super) used: u32,
    /// Roughly when the last one was, in nanoseconds.
    pub(super) last: u64,
    /// Nanoseconds until the first of them is forgotten.
    pub(super) wait: u64,
}

impl Rule {
    pub(super) fn new(id: u16, limit: &RateLimit) -> Self {
        let window = u64::try_from(limit.window.as_nanos()).unwrap_or(u64::MAX);
        let (capacity, counter) = match limit.burst {
            Some(burst) => (burst, Counter::Steady(Steady::new(limit.interval_nanos(), burst))),
            None if limit.quota as usize <= SLOTS => (limit.quota, Counter::Exact(Exact::new(window))),
            None => (limit.quota, Counter::SubWindows(SubWindows::new(window))),
        };
        Self { id, capacity, quota: limit.quota, window: limit.window, counter }
    }

    pub(super) fn quota(&self) -> u32 {
        self.quota
    }

    pub(super) fn window(&self) -> Duration {
        self.window
    }

    pub(super) fn burst(&self) -> Option<u32> {
        matches!(self.counter, Counter::Steady(_)).then_some(self.capacity)
    }

    /// The most that a key can have consumed: the quota, or the burst.
    pub(super) fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Counts one more request at `now` if there is room for it; otherwise the state stays as it is.
    pub(super) fn admit(&self, state: &mut State, now: u64) -> Result<(Ticket, Standing), Standing> {
        match &self.counter {
            Counter::Exact(exact) => exact.admit(state, self.capacity, now),
            Counter::SubWindows(windows) => windows.admit(state, self.capacity, now),
            Counter::Steady(steady) => steady.admit(state, now),
        }
    }

    /// Gives back what `ticket` consumed, unless it is forgotten already.
    pub(super) fn refund(&self, state: &mut State, ticket: Ticket, now: u64) {
        match &self.counter {
            Counter::Exact(_) => Exact::refund(state, ticket),
            Counter::SubWindows(_) => SubWindows::refund(state, ticket),
            Counter::Steady(steady) => steady.refund(state, ticket, now),
        }
    }

    /// What is live at `now`.
    pub(super) fn usage(&self, state: &State, now: u64) -> Usage {
        match &self.counter {
            Counter::Exact(exact) => exact.usage(state, now),
            Counter::SubWindows(windows) => windows.usage(state, now),
            Counter::Steady(steady) => steady.usage(state, now),
        }
    }

    /// How a key with this state stands at `now`.
    pub(super) fn standing(&self, state: &State, now: u64) -> Standing {
        let usage = self.usage(state, now);
        Standing { remaining: self.capacity.saturating_sub(usage.used), wait: usage.wait }
    }
}

/// Where `now` is from `base`, both counted in `unit` nanoseconds: whole units passed, and nanoseconds into the last one.
///
/// The base is kept modulo 2^32 units, and a unit is at least 1/16 s: a difference is right as long as no key rests for
/// over four years. A request whose clock was read before that of a request already counted falls on the base, so that it
/// is forgotten later, never earlier.
fn since(base: u32, now: u64, unit: u64) -> (u64, u64) {
    #[expect(clippy::cast_possible_truncation, reason = "the base is kept modulo 2^32")]
    let passed = ((now / unit) as u32).wrapping_sub(base).cast_signed();
    match u64::try_from(passed) {
        Ok(passed) => (passed, now % unit),
        Err(_) => (0, 0),
    }
}

/// `now` in units, modulo 2^32.
fn base(now: u64, unit: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the base is kept modulo 2^32")]
    let base = (now / unit) as u32;
    base
}
