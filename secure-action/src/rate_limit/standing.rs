//! `Standing` and `Ticket`: what is known of a key after it was counted.

use std::time::Duration;

/// How a key stands with its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many more are admitted now.
    pub(super) remaining: u32,
    /// Nanoseconds until one more than that is; zero if nothing is consumed.
    pub(super) wait: u64,
}

impl Standing {
    /// `remaining` more are admitted now, and one more than that after `wait`; zero if nothing is consumed.
    #[must_use]
    pub fn new(remaining: u32, wait: Duration) -> Self {
        Self { remaining, wait: u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX) }
    }

    /// The same with one attempt given back, of at most `capacity`.
    pub(super) fn with_one_more(self, capacity: u32) -> Self {
        let remaining = self.remaining.saturating_add(1).min(capacity);
        Self { remaining, wait: if remaining == capacity { 0 } else { self.wait } }
    }
}

/// Where a store counted an attempt, so that exactly that can be given back. What the number means is the store's affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticket(pub u64);
