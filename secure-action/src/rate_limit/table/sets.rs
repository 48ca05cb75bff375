//! The memory of a shard: sets of entries, which grows with its keys until it is full.

use super::super::digest::Digest;
use super::entry::{Entry, LINE, Line, owner, tag};
use super::owner::{OWN_WAYS, Owner};

/// Keys that share a place in the table. With 14, a set is 15 cache lines; a full-sized table that is half full has one
/// crowded set in a hundred, and one that is an eighth full has none.
pub(super) const WAYS: usize = 14;

/// A line of fingerprints and of hints at owners, then the entries.
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
    /// Four bits for each way: [`Owner::hint`], zero for a vacant one.
    hints: &'t mut [u8; 8],
    entries: &'t mut [Line; WAYS],
}

/// Some ways of a set, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways(u16);

impl Ways {
    pub(super) fn with(self, way: usize) -> Self {
        Self(self.0 | 1 << way)
    }

    pub(super) fn contains(self, way: usize) -> bool {
        self.0 >> way & 1 == 1
    }

    pub(super) fn count(self) -> usize {
        self.0.count_ones() as usize
    }
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

    /// Whether two keys belong to the same set.
    pub(super) fn are_together(&self, one: Digest, other: Digest) -> bool {
        self.index(one.fingerprint()) == self.index(other.fingerprint())
    }

    /// Hands half the keys of a set over to a new one. `None` if all memory is in use.
    pub(super) fn grow(&mut self) -> Option<()> {
        if self.used < self.most { self.split_next() } else { None }
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
            let mut set = self.set(old)?;
            *set.fingerprints.get_mut(way)? = VACANT;
            set.hint(way, 0);
            // The new set is empty, so the way is free there as well.
            let mut set = self.set(new)?;
            *set.fingerprints.get_mut(way)? = moved;
            *set.entries.get_mut(way)? = line;
            set.hint(way, owner(&line).hint());
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
        let (fingerprints, hints) = fingerprints.split_at_mut(4 * WAYS);
        let (fingerprints, _) = fingerprints.as_chunks_mut();
        Some(Set {
            fingerprints: fingerprints.first_chunk_mut()?,
            hints: hints.first_chunk_mut()?,
            entries: entries.first_chunk_mut()?,
        })
    }
}

/// The fingerprint of no key.
const VACANT: [u8; 4] = [0; 4];

impl Set<'_> {
    /// The way of a key.
    pub(super) fn find(&self, key: Digest) -> Option<usize> {
        let (fingerprint, tag_of_key) = (key.fingerprint(), key.tag());
        let mut ways = self.fingerprints.iter().zip(self.entries.iter());
        ways.position(|(known, line)| *known == fingerprint && tag(line) == tag_of_key)
    }

    /// The entry in a way.
    pub(super) fn entry(&mut self, way: usize) -> Option<&mut Line> {
        self.entries.get_mut(way)
    }

    /// The first vacant way outside of `taken`.
    pub(super) fn vacant(&self, taken: Ways) -> Option<usize> {
        let mut ways = self.fingerprints.iter().enumerate();
        ways.find(|(way, known)| **known == VACANT && !taken.contains(*way)).map(|(way, _)| way)
    }

    /// How many ways are vacant.
    pub(super) fn vacancies(&self) -> usize {
        self.fingerprints.iter().filter(|known| **known == VACANT).count()
    }

    /// The ways that hold keys from this address, if they are as many as it may have; none otherwise.
    ///
    /// The hints nearly always rule it out, so that the entries, a cache line each, stay unread.
    pub(super) fn full_share(&self, of: Owner) -> Option<Ways> {
        const ONES: u64 = 0x0011_1111_1111_1111;
        let differs = u64::from_le_bytes(*self.hints) ^ (of.hint() * ONES);
        let same = !(differs | differs >> 1 | differs >> 2 | differs >> 3) & ONES;
        if (same.count_ones() as usize) < OWN_WAYS {
            return None;
        }
        let ways = self.entries.iter().enumerate().filter(|(way, line)| same >> (4 * way) & 1 == 1 && owner(line) == of);
        let ways = ways.fold(Ways::default(), |ways, (way, _)| ways.with(way));
        (ways.count() >= OWN_WAYS).then_some(ways)
    }

    pub(super) fn put(&mut self, way: usize, key: Digest, entry: Entry) {
        if let (Some(fingerprint), Some(line)) = (self.fingerprints.get_mut(way), self.entries.get_mut(way)) {
            *fingerprint = key.fingerprint();
            entry.write(line);
            self.hint(way, entry.owner.hint());
        }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.entries.iter()
    }

    fn hint(&mut self, way: usize, hint: u64) {
        let hints = u64::from_le_bytes(*self.hints) & !(0xf << (4 * way)) | hint << (4 * way);
        *self.hints = hints.to_le_bytes();
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
        Entry { tag: key.tag(), limit: 3, owner: Owner::default(), state: crate::rate_limit::counter::State::default() }
    }

    /// A vacant way for `key`, of as many sets as it takes.
    fn vacant(sets: &mut Sets, key: Digest) -> Option<usize> {
        loop {
            match sets.of(key)?.vacant(Ways::default()) {
                Some(way) => return Some(way),
                None => sets.grow()?,
            }
        }
    }

    #[test]
    fn every_key_is_found_however_far_it_has_grown() {
        let mut sets = Sets::new(256);
        let mut kept = Vec::new();
        for key in (0..).map(key) {
            let Some(way) = vacant(&mut sets, key) else { break };
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
            let way = sets.of(key).unwrap().vacant(Ways::default()).unwrap();
            sets.of(key).unwrap().put(way, key, entry(key));
        }
        assert_eq!(sets.used, 1);
        assert_eq!(sets.of(key(99)).unwrap().vacant(Ways::default()), None);
        assert!(vacant(&mut sets, key(99)).is_some());
        assert!(sets.used < 8);
    }

    #[test]
    fn entries_lie_on_cache_lines() {
        let mut sets = Sets::new(3);
        assert_eq!(sets.set(2).unwrap().entries.as_ptr().addr() % LINE, 0);
        assert!(sets.set(3).is_none());
    }

    #[test]
    fn keys_of_one_address_are_counted_wherever_they_are() {
        let mut sets = Sets::new(8);
        let (own, other) = (Owner(16), Owner(1));
        // The same hint, and yet another address.
        assert_eq!(own.hint(), other.hint());
        for (number, owner) in (0..).zip([own, other, own, other, own]) {
            let key = key(number);
            let way = sets.of(key).unwrap().vacant(Ways::default()).unwrap();
            sets.of(key).unwrap().put(way, key, Entry { owner, ..entry(key) });
            assert_eq!(sets.of(key).unwrap().full_share(own), None);
        }
        let fourth = key(5);
        sets.of(fourth).unwrap().put(5, fourth, Entry { owner: own, ..entry(fourth) });
        assert_eq!(sets.of(fourth).unwrap().full_share(own), Some([0, 2, 4, 5].into_iter().fold(Ways::default(), Ways::with)));
        assert_eq!(sets.of(fourth).unwrap().full_share(other), None);
        while sets.grow().is_some() {}
        let left: usize = (0..8).filter(|index| sets.set(*index).unwrap().full_share(own).is_some()).count();
        let spread = (0..8).any(|index| (1..WAYS).contains(&(WAYS - sets.set(index).unwrap().vacancies())));
        assert!(left <= 1 && spread);
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
