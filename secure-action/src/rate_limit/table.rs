//! The table: sets of eight entries of one cache line each, found by a keyed hash.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// One key's state. What the words mean beyond the first two is up to the kind of limit.
///
/// | word | content |
/// |---|---|
/// | 0 | half of the key's hash; never zero in an entry that is in use |
/// | 1 | high: the second at which the entry means nothing any more; low: how much of the limit is consumed, out of 2³² − 1 |
/// | 2 to 7 | the state of the limit |
pub(super) struct Entry<'t>(&'t mut [u64; 8]);

impl Entry<'_> {
    /// The state of the limit.
    pub(super) fn state(&mut self) -> &mut [u64; 6] {
        let [_, _, state @ ..] = self.0;
        state
    }

    /// Notes until when the state means something, and how much of the limit it consumes: what eviction goes by.
    pub(super) fn note(&mut self, expires: Duration, consumed: u32, quota: u32) {
        // One second more, because the fraction is cut off: an entry may live too long, never too short.
        let second = u32::try_from(expires.as_secs() + 1).unwrap_or(u32::MAX);
        let share = (u64::from(consumed.min(quota)) * u64::from(u32::MAX)) / u64::from(quota.max(1));
        let [_, meta, ..] = self.0;
        *meta = (u64::from(second) << 32) | share;
    }
}

/// A bounded number of entries.
///
/// The pages of the table are zeroed by the operating system when they are first touched: an idle application does not pay
/// for them.
pub(super) struct Table {
    shards: Box<[Mutex<Box<[[[u64; 8]; WAYS]]>>]>,
    sets_per_shard: u64,
}

/// Entries that compete for room with each other.
const WAYS: usize = 8;
/// Independent locks: more than processors, so that two requests rarely meet.
const SHARDS: usize = 64;

impl Table {
    /// A table for at least `keys` keys, and at least 512.
    pub(super) fn new(keys: usize) -> Self {
        let sets = keys.div_ceil(WAYS * SHARDS).max(1);
        let shard = || Mutex::new(vec![[[0_u64; 8]; WAYS]; sets].into_boxed_slice());
        Self { shards: std::iter::repeat_with(shard).take(SHARDS).collect(), sets_per_shard: sets as u64 }
    }

    /// Runs `step` on the entry of the key with this hash, in one atomic step. An entry that is new, or has expired, is all
    /// zeros.
    pub(super) fn with<T>(&self, hash: u128, now: Duration, step: impl FnOnce(&mut Entry<'_>) -> T) -> Option<T> {
        let (tag, place) = ((hash >> 64) as u64 | 1, hash as u64);
        let shard = self.shards.get((place % SHARDS as u64) as usize)?;
        let mut sets = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let set = sets.get_mut(((place / SHARDS as u64) % self.sets_per_shard) as usize)?;
        let second = now.as_secs();
        let mut victim: Option<(u64, &mut [u64; 8])> = None;
        for entry in set {
            let [entry_tag, meta, ..] = *entry;
            let expired = entry_tag == 0 || (meta >> 32) < second;
            if entry_tag == tag {
                if expired {
                    *entry = [tag, 0, 0, 0, 0, 0, 0, 0];
                }
                return Some(step(&mut Entry(entry)));
            }
            // Expired entries first, then the least consumed, then the one that expires first.
            let value = if expired { 0 } else { meta.rotate_left(32) | 1 };
            if victim.as_ref().is_none_or(|(least, _)| value < *least) {
                victim = Some((value, entry));
            }
        }
        let (value, entry) = victim?;
        if value != 0 {
            metrics::counter!("secure_action_rate_limit_evictions_total").increment(1);
        }
        *entry = [tag, 0, 0, 0, 0, 0, 0, 0];
        Some(step(&mut Entry(entry)))
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("sets", &(self.sets_per_shard * SHARDS as u64)).finish_non_exhaustive()
    }
}
