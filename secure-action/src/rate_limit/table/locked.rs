//! The shards of one request's keys, locked in one order by everybody.

use std::array;
use std::sync::{MutexGuard, PoisonError};

use super::Shard;
use super::sets::Sets;

/// The shards of `N` keys. Two requests that want the same ones cannot wait for each other: locks are taken in ascending order,
/// and each once.
pub(super) struct Locked<'t, const N: usize> {
    shards: [usize; N],
    /// Where a shard stands twice, the first holds its lock.
    guards: [Option<MutexGuard<'t, Sets>>; N],
}

impl<'t, const N: usize> Locked<'t, N> {
    pub(super) fn of(table: &'t [Shard], mut shards: [usize; N]) -> Self {
        shards.sort_unstable();
        let mut last = None;
        let mut ascending = shards.iter();
        let guards = array::from_fn(|_| {
            let shard = ascending.next().copied();
            let again = shard == last;
            last = shard;
            // The table is in order even if a thread panicked while it held the lock: an entry is written as a whole.
            let Shard(sets) = table.get(shard.filter(|_| !again)?)?;
            Some(sets.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Self { shards, guards }
    }

    /// The sets of a shard that is locked here.
    pub(super) fn sets(&mut self, shard: usize) -> Option<&mut Sets> {
        let first = self.shards.iter().position(|locked| *locked == shard)?;
        self.guards.get_mut(first)?.as_deref_mut()
    }
}
