//! The bounded table: one cache line for each key, whatever its limit, and constant memory whatever the number of keys.

mod entry;
mod eviction;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use super::RateLimit;
use super::counter::{Rule, Standing, State, Ticket};
use entry::{Entry, LINE, Line};
use eviction::{Occupant, Victim};

/// Keys that share a place in the table. With 16, a table that is half full has one crowded place in a hundred, and one
/// that is an eighth full has none.
const WAYS: usize = 16;

/// A line of fingerprints, then the entries.
const SET: usize = (1 + WAYS) * LINE;

/// Locks. Far more than there are cores, so that two requests rarely want the same one.
const SHARDS: usize = 256;

/// Whatever keys come: at most `capacity` entries, in sets of [`WAYS`], in shards with a lock each.
///
/// A lookup touches two cache lines: the fingerprints of a set, and the entry. The lock is held for those two only. The
/// standard mutex is used because a shard is hardly ever contended, and then it costs one atomic exchange.
pub(super) struct Table {
    shards: Box<[Shard]>,
    sets_per_shard: u64,
    /// Every limit of the application, by its id: what eviction needs to compare entries of different limits. Written at
    /// start-up, read only when a set is full.
    rules: RwLock<Vec<Registered>>,
}

#[derive(Clone, Copy)]
struct Registered {
    identity: u128,
    rule: Rule,
}

/// On cache lines of its own, so that locks of different shards do not disturb each other.
#[repr(align(128))]
struct Shard(Mutex<Sets>);

/// The memory of a shard.
struct Sets {
    /// A vector of zeros is memory that the operating system hands out page by page when it is first used.
    bytes: Vec<u8>,
    /// Where the first whole cache line begins.
    start: usize,
}

/// The key of an entry: 128 bits of a keyed hash, that nobody outside can predict or make collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest(pub(super) u128);

/// Why a request is not admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// The key has consumed its limit.
    Limit(Standing),
    /// A flood has filled the table with keys of this limit that are near it. They are kept, so this key has to wait.
    Table(Standing),
}

impl Table {
    /// Room for at least `capacity` keys, 68 bytes each.
    pub(super) fn new(capacity: usize) -> Self {
        let sets = capacity.div_ceil(WAYS).max(1);
        let shards = sets.min(SHARDS);
        let sets_per_shard = sets.div_ceil(shards);
        Self {
            shards: (0..shards).map(|_| Shard(Mutex::new(Sets::new(sets_per_shard)))).collect(),
            sets_per_shard: sets_per_shard as u64,
            rules: RwLock::new(Vec::new()),
        }
    }

    /// The rule of a limit; the same one if the limit is already known. `None` if the application has over 65 536 limits.
    pub(super) fn register(&self, identity: u128, limit: &RateLimit) -> Option<Rule> {
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rules.iter().find(|known| known.identity == identity) {
            return Some(known.rule);
        }
        let rule = Rule::new(u16::try_from(rules.len()).ok()?, limit);
        rules.push(Registered { identity, rule });
        Some(rule)
    }

    /// Counts one more request of `key` at `now` nanoseconds, if there is room for it.
    pub(super) fn admit(&self, rule: &Rule, key: Digest, now: u64) -> Result<(Ticket, Standing), Full> {
        // Neither can be absent, as both indices are scaled to what is there; without them nobody is admitted.
        let absent = Full::Table(Standing { remaining: 0, wait: 1_000_000_000 });
        let mut sets = self.shard(key).ok_or(absent)?;
        let mut set = sets.set(self.set_index(key)).ok_or(absent)?;
        if let Some((_, line)) = set.find(key) {
            let mut entry = Entry::read(line);
            let admitted = rule.admit(&mut entry.state, now).map_err(Full::Limit)?;
            entry.write(line);
            return Ok(admitted);
        }
        let mut state = State::default();
        let admitted = rule.admit(&mut state, now).map_err(Full::Limit)?;
        let (way, evicted) = match set.vacant() {
            Some(way) => (way, false),
            None => match self.victim(&set, rule, now) {
                Victim::Forgotten(way) => (way, false),
                Victim::Live(way) => (way, true),
                Victim::None { wait } => {
                    drop(sets);
                    metrics::counter!("secure_action_rate_limit_table_full_total").increment(1);
                    return Err(Full::Table(Standing { remaining: 0, wait }));
                }
            },
        };
        set.put(way, key, Entry { limit: rule.id, tag: key.tag(), state });
        drop(sets);
        if evicted {
            metrics::counter!("secure_action_rate_limit_evictions_total").increment(1);
        }
        Ok(admitted)
    }

    /// Gives back what `ticket` consumed, and says how the key stands then. `None` if the key is forgotten already.
    pub(super) fn refund(&self, rule: &Rule, key: Digest, ticket: Ticket, now: u64) -> Option<Standing> {
        let mut sets = self.shard(key)?;
        let mut set = sets.set(self.set_index(key))?;
        let (_, line) = set.find(key)?;
        let mut entry = Entry::read(line);
        rule.refund(&mut entry.state, ticket, now);
        entry.write(line);
        Some(rule.standing(&entry.state, now))
    }

    fn victim(&self, set: &Set<'_>, rule: &Rule, now: u64) -> Victim {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        let occupants = set.entries.iter().map(|line| {
            let entry = Entry::read(line);
            match rules.get(usize::from(entry.limit)) {
                Some(known) => Occupant::new(entry.limit, known.rule.capacity(), known.rule.usage(&entry.state, now)),
                None => Occupant::unknown(entry.limit),
            }
        });
        eviction::choose(occupants, rule.id)
    }

    /// The table is in order even if a thread panicked while it held the lock: an entry is written as a whole.
    fn shard(&self, key: Digest) -> Option<MutexGuard<'_, Sets>> {
        let Shard(shard) = self.shards.get(scale(key.high() >> 32, self.shards.len() as u64))?;
        Some(shard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_index(&self, key: Digest) -> usize {
        scale(key.high() & 0xffff_ffff, self.sets_per_shard)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.shards.len() * WAYS * usize::try_from(self.sets_per_shard).unwrap_or(usize::MAX);
        f.debug_struct("Table").field("entries", &entries).finish_non_exhaustive()
    }
}

/// A 32-bit number scaled from 0 .. 2^32 to 0 .. `range`: as even as a remainder, without the division.
fn scale(number: u64, range: u64) -> usize {
    usize::try_from((number * range) >> 32).unwrap_or(0)
}

impl Digest {
    fn high(self) -> u64 {
        u64::try_from(self.0 >> 64).unwrap_or(0)
    }

    /// What the line of fingerprints holds. Zero is a vacant way.
    fn fingerprint(self) -> [u8; 4] {
        let [.., a, b, c, d, _, _, _, _] = self.0.to_be_bytes();
        if [a, b, c, d] == [0; 4] { [0, 0, 0, 1] } else { [a, b, c, d] }
    }

    /// What the entry holds. With the fingerprint, 64 bits tell two keys of one set apart.
    fn tag(self) -> [u8; 4] {
        let [.., a, b, c, d] = self.0.to_be_bytes();
        [a, b, c, d]
    }
}

impl Sets {
    fn new(sets: usize) -> Self {
        let bytes = vec![0; sets * SET + LINE];
        let start = bytes.as_ptr().align_offset(LINE);
        // Unaligned entries cost time, not correctness.
        Self { start: if start < LINE { start } else { 0 }, bytes }
    }

    fn set(&mut self, index: usize) -> Option<Set<'_>> {
        let (sets, _) = self.bytes.get_mut(self.start..)?.as_chunks_mut::<SET>();
        let (lines, _) = sets.get_mut(index)?.as_chunks_mut::<LINE>();
        let (fingerprints, entries) = lines.split_first_mut()?;
        let (fingerprints, _) = fingerprints.as_chunks_mut();
        Some(Set { fingerprints: fingerprints.try_into().ok()?, entries: entries.try_into().ok()? })
    }
}

/// The keys that share a place.
struct Set<'t> {
    fingerprints: &'t mut [[u8; 4]; WAYS],
    entries: &'t mut [Line; WAYS],
}

impl Set<'_> {
    fn find(&mut self, key: Digest) -> Option<(usize, &mut Line)> {
        let (fingerprint, tag) = (key.fingerprint(), key.tag());
        let way = self
            .fingerprints
            .iter()
            .zip(self.entries.iter())
            .position(|(known, line)| *known == fingerprint && entry::tag(line) == tag)?;
        Some((way, self.entries.get_mut(way)?))
    }

    fn vacant(&self) -> Option<usize> {
        self.fingerprints.iter().position(|known| *known == [0; 4])
    }

    fn put(&mut self, way: usize, key: Digest, entry: Entry) {
        if let (Some(fingerprint), Some(line)) = (self.fingerprints.get_mut(way), self.entries.get_mut(way)) {
            *fingerprint = key.fingerprint();
            entry.write(line);
        }
    }
}
