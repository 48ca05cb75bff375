//! `Clock`: where every stage takes the time from, so that tests can set it.

use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The time, as two readings: one for dates, one for durations.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Moment;

    /// The time now, as the reading for durations alone.
    fn elapsed(&self) -> Duration {
        self.now().elapsed
    }
}

/// One reading of a [`Clock`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Time since 1970-01-01 UTC; jumps when the system's clock is set. Token expiry and audit times use it.
    pub unix: Duration,
    /// Time since some fixed point; never goes back. Rate limits and durations use it.
    pub elapsed: Duration,
}

impl Moment {
    /// Whole seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn unix_seconds(self) -> u64 {
        self.unix.as_secs()
    }
}

/// The system's clocks.
#[derive(Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// The system's clocks; durations count from now.
    #[must_use]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment {
            // A clock set before 1970 makes every token not yet valid: it refuses.
            unix: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            elapsed: self.elapsed(),
        }
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

impl fmt::Debug for SystemClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SystemClock")
    }
}
