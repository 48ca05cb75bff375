//! The strict window for small quotas: the exact time of each admitted request.

use std::time::Duration;

use super::limiter::{Verdict, whole_seconds};
use super::table::Entry;

/// The largest quota whose times fit into one entry.
pub(super) const MOST: u32 = 12;

/// Admits the request if fewer than `quota` were admitted in the window that ends now.
///
/// With an admission comes its stamp: what [`refund`] takes back.
pub(super) fn check(entry: &mut Entry<'_>, quota: u32, window: Duration, now: Duration) -> Result<(Verdict, u64), Verdict> {
    let clock = Ticks::new(window, now);
    let mut stamps = unpack(entry.state());
    for stamp in &mut stamps {
        if clock.left(*stamp) == 0 {
            *stamp = FREE;
        }
    }
    let live = stamps.iter().filter(|stamp| **stamp != FREE).count() as u32;
    let first = stamps.iter().filter(|stamp| **stamp != FREE).map(|stamp| clock.left(*stamp)).min();
    if live >= quota {
        *entry.state() = pack(&stamps);
        return Err(Verdict { remaining: 0, reset: clock.seconds(first.unwrap_or(clock.span)) });
    }
    let stamp = clock.stamp();
    if let Some(free) = stamps.iter_mut().find(|stamp| **stamp == FREE) {
        *free = stamp;
    }
    *entry.state() = pack(&stamps);
    entry.note(now + window + clock.tick * 2, live + 1, quota);
    let reset = clock.seconds(first.unwrap_or_else(|| clock.left(stamp)));
    Ok((Verdict { remaining: quota - live - 1, reset }, u64::from(stamp)))
}

/// Takes back one request that was admitted with this stamp.
pub(super) fn refund(entry: &mut Entry<'_>, stamp: u64) {
    let mut stamps = unpack(entry.state());
    if let Some(found) = stamps.iter_mut().find(|found| u64::from(**found) == stamp) {
        *found = FREE;
    }
    *entry.state() = pack(&stamps);
}

/// A place that holds no time.
const FREE: u32 = 0;

/// Time in ticks: of a millisecond, or of a millionth of a longer window, so that a stamp fits into 32 bits.
///
/// A request is stamped with the end of its tick and compared with the beginning of the current one: it counts up to two
/// ticks too long, and never too short. Ticks wrap around; an entry expires long before that matters.
struct Ticks {
    tick: Duration,
    now: Duration,
    /// The window, in ticks, rounded up.
    span: u32,
}

impl Ticks {
    fn new(window: Duration, now: Duration) -> Self {
        let tick = (window / (1 << 20)).max(Duration::from_millis(1));
        Self { tick, now, span: window.as_nanos().div_ceil(tick.as_nanos()) as u32 }
    }

    fn stamp(&self) -> u32 {
        // Even an unlucky tick that looks like a free place is a time: one tick later.
        (self.now.as_nanos().div_ceil(self.tick.as_nanos()) as u32).wrapping_add(1).max(1)
    }

    /// How many ticks a stamp still counts.
    fn left(&self, stamp: u32) -> u32 {
        if stamp == FREE {
            return 0;
        }
        let begin = (self.now.as_nanos() / self.tick.as_nanos()) as u32;
        // Negative when the stamp is the end of this very tick.
        let age = begin.wrapping_sub(stamp.wrapping_sub(1)).cast_signed();
        u32::try_from(i64::from(self.span) - i64::from(age)).unwrap_or(0)
    }

    /// The seconds until `ticks` from the beginning of the current one have passed.
    fn seconds(&self, ticks: u32) -> u64 {
        let into = Duration::from_nanos((self.now.as_nanos() % self.tick.as_nanos()) as u64);
        whole_seconds((self.tick * ticks).saturating_sub(into))
    }
}

fn unpack(state: &[u64; 6]) -> [u32; MOST as usize] {
    let mut stamps = [FREE; MOST as usize];
    for (pair, word) in stamps.chunks_exact_mut(2).zip(state) {
        if let [low, high] = pair {
            (*low, *high) = (*word as u32, (*word >> 32) as u32);
        }
    }
    stamps
}

fn pack(stamps: &[u32; MOST as usize]) -> [u64; 6] {
    let mut state = [0; 6];
    for (word, pair) in state.iter_mut().zip(stamps.chunks_exact(2)) {
        if let [low, high] = pair {
            *word = u64::from(*low) | (u64::from(*high) << 32);
        }
    }
    state
}
