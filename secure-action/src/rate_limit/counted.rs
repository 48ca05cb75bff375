//! The strict window for larger quotas: how many requests were admitted in each sixteenth of it.

use std::time::Duration;

use super::limiter::{Verdict, whole_seconds};
use super::table::Entry;

/// Into how many parts a window is cut.
const PARTS: u64 = 16;
/// The parts that a window touches: sixteen, and one more because it rarely begins where a part begins. All of them are
/// counted whole, so a place comes free up to a sixteenth late, and never early.
const TOUCHED: u64 = PARTS + 1;

/// Admits the request if fewer than `quota` were admitted in the parts that the window touches.
pub(super) fn check(entry: &mut Entry<'_>, quota: u32, window: Duration, now: Duration) -> Result<(Verdict, u64), Verdict> {
    let part = (window.as_nanos().div_ceil(u128::from(PARTS)) as u64).max(1);
    let now_nanos = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
    let current = now_nanos / part;
    let mut counters = Counters(entry.state());
    counters.forget_before(current);
    let sum = counters.sum();
    // The oldest part that holds something leaves the window first.
    let oldest = (0..TOUCHED).rev().filter_map(|back| current.checked_sub(back)).find(|part| counters.get(*part) > 0);
    let freed = oldest.unwrap_or(current).saturating_add(TOUCHED).saturating_mul(part);
    let reset = whole_seconds(Duration::from_nanos(freed.saturating_sub(now_nanos)));
    if sum >= quota {
        return Err(Verdict { remaining: 0, reset });
    }
    counters.set(current % TOUCHED, u64::from(counters.get(current)) + 1);
    entry.note(now + window + Duration::from_nanos(part) * 2, sum + 1, quota);
    Ok((Verdict { remaining: quota - sum - 1, reset }, current))
}

/// Takes back one request that was admitted in this part.
pub(super) fn refund(entry: &mut Entry<'_>, part: u64) {
    let mut counters = Counters(entry.state());
    // A part that has left the ring meanwhile has given everything back already.
    if (counters.place(TOUCHED).wrapping_sub(part) & MASK) < TOUCHED {
        counters.set(part % TOUCHED, u64::from(counters.get(part)).saturating_sub(1));
    }
}

/// Seventeen counters of 21 bits, three to a word, used as a ring. The eighteenth place holds the number of the newest part,
/// cut to 21 bits: an entry expires long before that wraps around.
struct Counters<'e>(&'e mut [u64; 6]);

const BITS: u64 = 21;
const MASK: u64 = (1 << BITS) - 1;

impl Counters<'_> {
    /// Makes `current` the newest part.
    fn forget_before(&mut self, current: u64) {
        let newest = self.newest(current);
        for part in newest + 1..=current.min(newest + TOUCHED) {
            self.set(part % TOUCHED, 0);
        }
        self.set(TOUCHED, current & MASK);
    }

    /// The newest part, which is not after `current`.
    fn newest(&self, current: u64) -> u64 {
        current.saturating_sub(current.wrapping_sub(self.place(TOUCHED)) & MASK)
    }

    fn get(&self, part: u64) -> u32 {
        self.place(part % TOUCHED) as u32
    }

    fn sum(&self) -> u32 {
        (0..TOUCHED).map(|place| self.place(place) as u32).sum()
    }

    fn place(&self, place: u64) -> u64 {
        let word = self.0.get((place / 3) as usize).copied().unwrap_or_default();
        (word >> (BITS * (place % 3))) & MASK
    }

    fn set(&mut self, place: u64, value: u64) {
        let shift = BITS * (place % 3);
        if let Some(word) = self.0.get_mut((place / 3) as usize) {
            *word = (*word & !(MASK << shift)) | ((value & MASK) << shift);
        }
    }
}
