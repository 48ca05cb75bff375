//! The memory of a shard: sets of entries, which grows with its keys until it is full.

use super::Digest;
use super::entry::{Entry, LINE, Line, tag};

/// Keys that share a place in the table. With 14, a set is 15 cache lines; a full-sized table that is half full has one
/// crowded set in a hundred, and one that is an eighth full has none.
pub(super) const WAYS: usize = 14;

/// A line of fingerprints, then the entries.
const SET: usize = (1 + WAYS) * LINE;

/// Sets in use, and room for more.
///
/// It grows by linear hashing, one set at a time: each split hands half the keys of one set to a new one. So a service with
/// few clients uses little memory, and no request waits for more than its own shard to split.
pub(super) struct Sets {
    /// A vector of zeros is memory that the operating system hands out page by page when it is first used.
    bytes: Vec<u8>,
    /// Where the first whole cache line begins.
    start: usize,
    /// Sets in use, at least one.
    used: usize,
    /// Sets there are.
    most: usize,
}

/// The keys that share a place.
pub(super) struct Set<'t> {
    fingerprints: &'t mut [[u8; 4]; WAYS],
    entries: &'t mut [Line; WAYS],
}

impl Sets {
    pub(super) fn new(most: usize) -> Self {
        let bytes = vec![0; most * SET + LINE];
        let start = bytes.as_ptr().align_offset(LINE);
        // Unaligned entries cost time, not correctness.
        Self { start: if start < LINE { start } else { 0 }, bytes, used: 1, most }
    }

    /// The set that `key` belongs to.
    pub(super) fn of(&mut self, key: Digest) -> Option<Set<'_>> {
        self.set(self.index(key.fingerprint()))
    }

    /// Splits sets until that of `key` has a vacant way. `None` if all memory is in use before.
    pub(super) fn grow_for(&mut self, key: Digest) -> Option<usize> {
        while self.used < self.most {
            self.split_next()?;
            if let Some(way) = self.of(key)?.vacant() {
                return Some(way);
            }
        }
        None
    }

    /// Hands the keys that belong to the next new set over to it.
    fn split_next(&mut self) -> Option<()> {
        let new = self.used;
        let old = new - (1 << new.ilog2());
        self.used += 1;
        for way in 0..WAYS {
            let set = self.set(old)?;
            let fingerprint = set.fingerprints.get_mut(way)?;
            let moved = *fingerprint;
            let line = *set.entries.get(way)?;
            if moved == VACANT || self.index(moved) != new {
                continue;
            }
            *self.set(old)?.fingerprints.get_mut(way)? = VACANT;
            // The new set is empty, so the way is free there as well.
            let set = self.set(new)?;
            *set.fingerprints.get_mut(way)? = moved;
            *set.entries.get_mut(way)? = line;
        }
        Some(())
    }

    /// The lowest bits that address the sets in use; one bit less for those that are not split yet in this round.
    fn index(&self, fingerprint: [u8; 4]) -> usize {
        let round = self.used.next_power_of_two();
        let number = u32::from_be_bytes(fingerprint) as usize & (round - 1);
        if number < self.used { number } else { number - round / 2 }
    }

    fn set(&mut self, index: usize) -> Option<Set<'_>> {
        let (sets, _) = self.bytes.get_mut(self.start..)?.as_chunks_mut::<SET>();
        let (lines, _) = sets.get_mut(index)?.as_chunks_mut::<LINE>();
        let (fingerprints, entries) = lines.split_first_mut()?;
        let (fingerprints, _) = fingerprints.as_chunks_mut();
        Some(Set { fingerprints: fingerprints.first_chunk_mut()?, entries: entries.first_chunk_mut()? })
    }
}

/// The fingerprint of no key.
const VACANT: [u8; 4] = [0; 4];

impl Set<'_> {
    pub(super) fn find(&mut self, key: Digest) -> Option<&mut Line> {
        let (fingerprint, tag_of_key) = (key.fingerprint(), key.tag());
        let mut ways = self.fingerprints.iter().zip(self.entries.iter_mut());
        ways.find(|(known, line)| **known == fingerprint && tag(line) == tag_of_key).map(|(_, line)| line)
    }

    pub(super) fn vacant(&self) -> Option<usize> {
        self.fingerprints.iter().position(|known| *known == VACANT)
    }

    pub(super) fn put(&mut self, way: usize, key: Digest, entry: Entry) {
        if let (Some(fingerprint), Some(line)) = (self.fingerprints.get_mut(way), self.entries.get_mut(way)) {
            *fingerprint = key.fingerprint();
            entry.write(line);
        }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u64) -> Digest {
        // Any mixing will do: distinct fingerprints and tags.
        Digest(u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | u128::from(number) << 64)
    }

    fn entry(key: Digest) -> Entry {
        Entry { tag: key.tag(), limit: 3, state: super::super::State::default() }
    }

    #[test]
    fn every_key_is_found_however_far_it_has_grown() {
        let mut sets = Sets::new(256);
        let mut kept = Vec::new();
        for key in (0..).map(key) {
            let vacant = sets.of(key).unwrap().vacant().or_else(|| sets.grow_for(key));
            let Some(way) = vacant else { break };
            sets.of(key).unwrap().put(way, key, entry(key));
            kept.push(key);
            if kept.len() % 97 == 0 {
                assert!(kept.iter().all(|key| sets.of(*key).unwrap().find(*key).is_some()));
            }
        }
        assert_eq!(sets.used, 256);
        assert!(kept.len() > 256 * WAYS / 3, "full with {} keys", kept.len());
        assert!(kept.iter().all(|key| sets.of(*key).unwrap().find(*key).is_some()));
        let occupied: usize = (0..256).map(|index| sets.set(index).unwrap().occupied()).sum();
        assert_eq!(occupied, kept.len());
    }

    #[test]
    fn a_few_keys_use_a_few_sets() {
        let mut sets = Sets::new(256);
        for key in (0..WAYS as u64).map(key) {
            let way = sets.of(key).unwrap().vacant().unwrap();
            sets.of(key).unwrap().put(way, key, entry(key));
        }
        assert_eq!(sets.used, 1);
        assert_eq!(sets.of(key(99)).unwrap().vacant(), None);
        assert!(sets.grow_for(key(99)).is_some());
        assert!(sets.used < 8);
    }

    #[test]
    fn entries_lie_on_cache_lines() {
        let mut sets = Sets::new(3);
        assert_eq!(sets.set(2).unwrap().entries.as_ptr().addr() % LINE, 0);
        assert!(sets.set(3).is_none());
    }

    impl Sets {
        pub(in super::super) fn bytes(&self) -> usize {
            self.bytes.len()
        }

        /// Ways that no key is in.
        pub(in super::super) fn vacant(&mut self) -> usize {
            (0..self.most).map(|index| WAYS - self.set(index).unwrap().occupied()).sum()
        }
    }

    impl Set<'_> {
        fn occupied(&self) -> usize {
            self.fingerprints.iter().filter(|known| **known != VACANT).count()
        }
    }
}
