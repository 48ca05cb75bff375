//! The bounded table: one cache line for each key, whatever its limit, and constant memory whatever the number of keys.

mod entry;
mod eviction;
mod sets;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use super::RateLimit;
use super::counter::{Rule, Standing, State, Ticket};
use entry::Entry;
use eviction::{Occupant, Victim};
use sets::{Set, Sets, WAYS};

/// Sets that share a lock: 240 locks for a table of the default size, far more than there are cores, so that two requests
/// rarely want the same one. A power of two, so that a table that has grown to its full size is evenly filled.
const SETS_PER_SHARD: usize = 256;

/// Whatever keys come: no more entries than its capacity, in sets of [`WAYS`], in shards with a lock each.
///
/// A lookup touches two cache lines: the fingerprints of a set, and the entry. The lock is held for those two only. The
/// standard mutex is used because a shard is hardly ever contended, and then it costs one atomic exchange.
pub(super) struct Table {
    shards: Box<[Shard]>,
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
    /// Room for at least `capacity` keys, 69 bytes each.
    pub(super) fn new(capacity: usize) -> Self {
        let sets = capacity.div_ceil(WAYS).max(1);
        let sets_per_shard = sets.next_power_of_two().min(SETS_PER_SHARD);
        let shards = sets.div_ceil(sets_per_shard);
        Self {
            shards: (0..shards).map(|_| Shard(Mutex::new(Sets::new(sets_per_shard)))).collect(),
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
        // Neither the shard nor the set can be absent; without them nobody is admitted.
        let absent = Full::Table(Standing { remaining: 0, wait: 1_000_000_000 });
        let mut sets = self.shard(key).ok_or(absent)?;
        let mut set = sets.of(key).ok_or(absent)?;
        if let Some(line) = set.find(key) {
            let mut entry = Entry::read(line);
            let admitted = rule.admit(&mut entry.state, now).map_err(Full::Limit)?;
            entry.write(line);
            return Ok(admitted);
        }
        let mut state = State::default();
        let admitted = rule.admit(&mut state, now).map_err(Full::Limit)?;
        let entry = Entry { limit: rule.id, tag: key.tag(), state };
        let mut vacant = set.vacant();
        if vacant.is_none() {
            match self.victim(&set, rule, now) {
                Victim::Forgotten(way) => vacant = Some(way),
                victim => {
                    vacant = sets.grow_for(key);
                    if vacant.is_none() {
                        return self.overfull(sets, victim, key, entry).map(|()| admitted);
                    }
                }
            }
        }
        sets.of(key).zip(vacant).ok_or(absent).map(|(mut set, way)| set.put(way, key, entry))?;
        Ok(admitted)
    }

    /// Gives back what `ticket` consumed, and says how the key stands then. `None` if the key is forgotten already.
    pub(super) fn refund(&self, rule: &Rule, key: Digest, ticket: Ticket, now: u64) -> Option<Standing> {
        let mut sets = self.shard(key)?;
        let mut set = sets.of(key)?;
        let line = set.find(key)?;
        let mut entry = Entry::read(line);
        rule.refund(&mut entry.state, ticket, now);
        entry.write(line);
        Some(rule.standing(&entry.state, now))
    }

    /// Puts `entry` in the place of a live one, if there is one that may go.
    fn overfull(&self, mut sets: MutexGuard<'_, Sets>, victim: Victim, key: Digest, entry: Entry) -> Result<(), Full> {
        let evicted = match victim {
            Victim::Forgotten(way) | Victim::Live(way) => Ok(sets.of(key).map(|mut set| set.put(way, key, entry))),
            Victim::None { wait } => Err(Full::Table(Standing { remaining: 0, wait })),
        };
        // A recorder may take its time, and others want the shard.
        drop(sets);
        match evicted {
            Ok(_) => metrics::counter!("secure_action_rate_limit_evictions_total").increment(1),
            Err(_) => metrics::counter!("secure_action_rate_limit_table_full_total").increment(1),
        }
        evicted.map(|_| ())
    }

    fn victim(&self, set: &Set<'_>, rule: &Rule, now: u64) -> Victim {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        let occupants = set.lines().map(|line| {
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
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("shards", &self.shards.len()).finish_non_exhaustive()
    }
}

/// A 32-bit number scaled from 0 .. 2^32 to 0 .. `range`: as even as a remainder, without the division.
fn scale(number: u64, range: u64) -> usize {
    usize::try_from((number * range) >> 32).unwrap_or(0)
}

impl Digest {
    /// Chooses the shard.
    fn high(self) -> u64 {
        u64::try_from(self.0 >> 64).unwrap_or(0)
    }

    /// What the line of fingerprints holds, and what chooses the set. Zero is a vacant way.
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
