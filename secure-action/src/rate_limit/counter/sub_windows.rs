//! The strict window for large quotas: the number of requests in each sixteenth of the window.

use super::{SLOTS, Standing, State, Ticket, Usage, base, since};

/// Keeps a number for the running sixteenth of the window and for each of the sixteen before it, the newest first.
///
/// A request is forgotten with its whole sixteenth, once the last moment of it is a window ago: up to a sixteenth of the
/// window late, never early. That takes one number more than the window has sixteenths.
#[derive(Clone, Copy, Debug)]
pub(super) struct SubWindows {
    /// A sixteenth of the window in nanoseconds, rounded up.
    part: u64,
}

impl SubWindows {
    pub(super) fn new(window: u64) -> Self {
        Self { part: window.div_ceil(SLOTS as u64 - 1).max(1) }
    }

    pub(super) fn admit(&self, state: &mut State, quota: u32, now: u64) -> Result<(Ticket, Standing), Standing> {
        let mut current = self.current(state, now);
        let used = total(&current);
        if used >= quota {
            return Err(Standing { remaining: 0, wait: self.wait(&current, now) });
        }
        if let Some(newest) = current.slots.first_mut() {
            *newest += 1;
        }
        *state = current;
        let ticket = Ticket(u64::from(current.base));
        Ok((ticket, Standing { remaining: quota - used - 1, wait: self.wait(&current, now) }))
    }

    pub(super) fn refund(state: &mut State, Ticket(part): Ticket) {
        let age = u64::from(state.base).checked_sub(part).and_then(|age| usize::try_from(age).ok());
        if let Some(count) = age.and_then(|age| state.slots.get_mut(age)) {
            *count = count.saturating_sub(1);
        }
    }

    pub(super) fn usage(&self, state: &State, now: u64) -> Usage {
        let current = self.current(state, now);
        let used = total(&current);
        let Some(newest) = current.slots.iter().position(|count| *count != 0) else {
            return Usage::default();
        };
        let last = u64::from(current.base).saturating_sub(newest as u64) * self.part;
        Usage { used, last, wait: self.wait(&current, now) }
    }

    /// The state with the running sixteenth first, without what is forgotten.
    fn current(&self, state: &State, now: u64) -> State {
        let (passed, _) = since(state.base, now, self.part);
        let mut current = State { base: base(now, self.part), slots: [0; SLOTS] };
        if passed == 0 && total(state) != 0 {
            return *state;
        }
        let passed = usize::try_from(passed).unwrap_or(SLOTS);
        for (slot, count) in current.slots.iter_mut().skip(passed).zip(&state.slots) {
            *slot = *count;
        }
        current
    }

    /// Nanoseconds until the oldest sixteenth that holds anything is forgotten.
    fn wait(&self, current: &State, now: u64) -> u64 {
        let (passed, into) = since(current.base, now, self.part);
        let oldest = current.slots.iter().rposition(|count| *count != 0).unwrap_or(0);
        ((SLOTS - oldest) as u64 * self.part).saturating_sub(passed * self.part + into)
    }
}

/// Never over the quota, so that it cannot overflow.
fn total(state: &State) -> u32 {
    state.slots.iter().sum()
}
