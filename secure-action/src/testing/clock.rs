//! `TestClock`: moves when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::request::{Clock, Moment, SystemClock};

/// Begins with the system's time, and moves when it is told to.
#[derive(Clone)]
pub(super) struct TestClock {
    start: Duration,
    /// In nanoseconds.
    elapsed: Arc<AtomicU64>,
}

impl TestClock {
    pub(super) fn new() -> Self {
        Self { start: SystemClock::new().now().unix, elapsed: Arc::default() }
    }

    pub(super) fn advance(&self, by: Duration) {
        self.elapsed.fetch_add(u64::try_from(by.as_nanos()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        let elapsed = Duration::from_nanos(self.elapsed.load(Ordering::SeqCst));
        Moment { unix: self.start.saturating_add(elapsed), elapsed }
    }
}
