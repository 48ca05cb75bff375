//! `Notice`: what the operator must know, said at a bounded rate however often clients cause it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Says at most once in a minute that something is due to be said.
#[derive(Debug, Default)]
pub(crate) struct Notice {
    /// The second from which on it is due again.
    due: AtomicU64,
}

impl Notice {
    const PAUSE: u64 = 60;

    /// Whether it is to be said `now`, the time since some fixed point. It then is not for a minute.
    pub(crate) fn is_due(&self, now: Duration) -> bool {
        let (now, due) = (now.as_secs(), self.due.load(Ordering::Relaxed));
        // Of those who come at the same time, one says it.
        now >= due
            && self.due.compare_exchange(due, now.saturating_add(Self::PAUSE), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_once_in_a_minute() {
        let notice = Notice::default();
        let due = |seconds| notice.is_due(Duration::from_secs(seconds));
        assert!(due(0) && !due(0) && !due(59) && due(60) && !due(61) && due(1000));
    }
}
