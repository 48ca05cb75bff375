//! `Pace`: how long a client may keep the server waiting for bytes, or with them.

use std::time::Duration;

use tokio::time::Instant;

/// What a client must move in a second, on average, once the time that it has is used up.
const BYTES_PER_SECOND: u32 = 1024;

/// Time that is used up while the server waits for a client, and that the client earns back: a second for each
/// [`BYTES_PER_SECOND`], and whatever passes while nothing waits for it. There is a certain time of it at first, and a most that it may be.
///
/// So a client that stands still is given up after what is left of it, one that moves less than 1 KiB a second a little later, and one
/// that is faster never. Costs nothing as long as nothing waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    most: Duration,
    left: Duration,
    /// When `left` was true.
    at: Instant,
    waiting: bool,
}

impl Pace {
    pub(crate) fn new(first: Duration, most: Duration) -> Self {
        Self { most, left: first.min(most), at: Instant::now(), waiting: false }
    }

    /// The server has to wait. Returns when the client is to be given up.
    pub(crate) fn waits(&mut self, now: Instant) -> Instant {
        if !self.waiting {
            self.left = self.left.saturating_add(now - self.at).min(self.most);
            self.at = now;
            self.waiting = true;
        }
        self.at + self.left
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// The wait is over: the client has moved this many bytes.
    pub(crate) fn moved(&mut self, now: Instant, bytes: usize) {
        self.left = self.left.saturating_sub(now - self.at);
        self.at = now;
        self.waiting = false;
        self.earn(bytes);
    }

    /// The client has moved this many bytes before anything waited for them.
    pub(crate) fn earn(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let earned = Duration::from_secs(bytes.into()) / BYTES_PER_SECOND;
        self.left = self.left.saturating_add(earned).min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// When a client is given up that moves `bytes` at once after each `pause`; `None` if that is not within a day.
    fn given_up(longest: Duration, pause: Duration, bytes: usize) -> Option<Duration> {
        let mut pace = Pace::new(longest, longest);
        let begin = pace.at;
        let mut now = begin;
        while now - begin < 86_400 * SECOND {
            let deadline = pace.waits(now);
            if deadline <= now + pause {
                return Some(deadline - begin);
            }
            now += pause;
            pace.moved(now, bytes);
        }
        None
    }

    #[test]
    fn who_stands_still_is_given_up_after_the_longest_wait() {
        assert_eq!(given_up(30 * SECOND, 3600 * SECOND, 0), Some(30 * SECOND));
        // However much was moved before.
        let mut pace = Pace::new(30 * SECOND, 30 * SECOND);
        pace.waits(pace.at);
        pace.moved(pace.at + SECOND, 1 << 40);
        assert_eq!(pace.waits(pace.at) - pace.at, 30 * SECOND);
    }

    #[test]
    fn who_moves_a_byte_a_second_is_given_up_hardly_later() {
        assert_eq!(given_up(30 * SECOND, SECOND, 1).map(|after| after.as_secs()), Some(30));
        assert_eq!(given_up(30 * SECOND, SECOND, 512).map(|after| after.as_secs()), Some(59));
    }

    #[test]
    fn who_moves_a_kibibyte_a_second_is_not_given_up() {
        assert_eq!(given_up(30 * SECOND, SECOND, 1024), None);
        assert_eq!(given_up(30 * SECOND, 20 * SECOND, 20 * 1024), None);
    }

    #[test]
    fn time_in_which_nothing_waits_is_no_fault_of_the_client() {
        let mut pace = Pace::new(30 * SECOND, 30 * SECOND);
        let begin = pace.at;
        pace.waits(begin);
        pace.moved(begin + 29 * SECOND, 0);
        assert_eq!(pace.waits(begin + 29 * SECOND), begin + 30 * SECOND);
        pace.moved(begin + 29 * SECOND, 0);
        // An hour later all of it is there again, and not more.
        assert_eq!(pace.waits(begin + 3600 * SECOND), begin + 3630 * SECOND);
    }

    #[test]
    fn what_was_moved_before_anybody_waited_counts_up_to_the_most() {
        for (kibibytes, seconds) in [(0, 5), (7, 12), (1000, 30)] {
            let mut pace = Pace::new(5 * SECOND, 30 * SECOND);
            pace.earn(kibibytes * 1024);
            assert_eq!(pace.waits(pace.at) - pace.at, seconds * SECOND);
        }
    }
}
