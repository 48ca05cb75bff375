//! The bounded table: one cache line for each key, whatever its limit, and constant memory whatever the number of keys.

mod entry;
mod eviction;
mod locked;
mod owner;
mod places;
mod sets;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Mutex, PoisonError, RwLock};

use super::RateLimit;
use super::counter::Rule;
use super::digest::Digest;
use super::key::HashKey;
use super::standing::{Standing, Ticket};
use super::store::{Attempt, Verdict};
use entry::Entry;
use eviction::Occupant;
use locked::Locked;
use owner::Owner;
use places::Place;
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
    /// The secret that addresses are hashed with where they own a key.
    owners: HashKey,
}

#[derive(Clone, Copy)]
struct Registered {
    identity: u128,
    rule: Rule,
}

/// On cache lines of its own, so that locks of different shards do not disturb each other.
#[repr(align(128))]
struct Shard(Mutex<Sets>);

impl Table {
    /// Room for at least `capacity` keys, 69 bytes each.
    pub(super) fn new(capacity: usize, owners: HashKey) -> Self {
        let sets = capacity.div_ceil(WAYS).max(1);
        let sets_per_shard = sets.next_power_of_two().min(SETS_PER_SHARD);
        let shards = sets.div_ceil(sets_per_shard);
        Self {
            shards: (0..shards).map(|_| Shard(Mutex::new(Sets::new(sets_per_shard)))).collect(),
            rules: RwLock::new(Vec::new()),
            owners,
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

    /// Counts the attempts of one request at `now` nanoseconds, if there is room for all of them.
    pub(super) fn admit(&self, all: &[Attempt<'_>], now: u64) -> Verdict {
        // Each number of keys has code of its own, so that one key costs no more than one.
        match *all {
            [] => Verdict::admitted([]),
            [one] => self.admit_all([one], now),
            [one, two] => self.admit_all([one, two], now),
            [one, two, three] => self.admit_all([one, two, three], now),
            [one, two, three, four] => self.admit_all([one, two, three, four], now),
            // The start refuses an action with more in one phase.
            _ => Verdict::refused(all.iter().map(|_| ABSENT)),
        }
    }

    fn admit_all<const N: usize>(&self, all: [Attempt<'_>; N], now: u64) -> Verdict {
        let mut places = all.map(|attempt| Place { shard: self.shard(attempt.key), ..Place::default() });
        let mut locked = Locked::of(&self.shards, places.map(|place| place.shard));
        let mut trials = [Trial::default(); N];
        for (nth, attempt) in all.iter().enumerate() {
            let (before, rest) = trials.split_at_mut(nth);
            let (Some(trial), Some(place)) = (rest.first_mut(), places.get_mut(nth)) else { continue };
            // The same key twice counts twice.
            let same = all.iter().zip(before).rev().find(|(other, _)| other.key == attempt.key);
            if let Some(mut set) = locked.sets(place.shard).and_then(|sets| sets.of(attempt.key)) {
                place.way = set.find(attempt.key);
                let known = place.way.and_then(|way| set.entry(way)).map(|line| Entry::read(line));
                let new = || Entry { tag: attempt.key.tag(), limit: attempt.rule.id, ..Entry::default() };
                trial.entry = same.map(|(_, earlier)| earlier.entry).or(known).unwrap_or_else(new);
                trial.outcome = attempt.rule.admit(&mut trial.entry.state, now);
            }
        }
        if trials.iter().any(|trial| trial.outcome.is_err()) {
            return refused(&mut locked, &all, &places, now, |nth| trials.get(nth)?.outcome.err());
        }
        if places.iter().any(|place| place.way.is_none()) {
            let owner = all.first().map(|attempt| Owner::of(self.owners, attempt.address)).unwrap_or_default();
            if let Err((full, standing)) = places::reserve(self, &mut locked, &all, &mut places, owner, now) {
                let verdict = refused(&mut locked, &all, &places, now, |nth| (nth == full).then_some(standing));
                // A recorder may take its time, and others want the shards.
                drop(locked);
                metrics::counter!("secure_action_rate_limit_table_full_total").increment(1);
                return verdict;
            }
            for (trial, _) in trials.iter_mut().zip(&places).filter(|(_, place)| place.is_new) {
                trial.entry.owner = owner;
            }
        }
        for ((attempt, trial), place) in all.iter().zip(&trials).zip(&places) {
            let (Some(mut set), Some(way)) = (locked.sets(place.shard).and_then(|sets| sets.of(attempt.key)), place.way) else {
                continue;
            };
            if place.is_new {
                set.put(way, attempt.key, trial.entry);
            } else if let Some(line) = set.entry(way) {
                trial.entry.write(line);
            }
        }
        drop(locked);
        let evicted = places.iter().filter(|place| place.evicts).count();
        if evicted != 0 {
            metrics::counter!("secure_action_rate_limit_evictions_total").increment(evicted as u64);
        }
        Verdict::admitted(
            trials.into_iter().filter_map(|trial| trial.outcome.ok()).map(|(ticket, standing)| (standing, ticket)),
        )
    }

    /// Gives back what `ticket` consumed, and says how the key stands then. `None` if the key is forgotten already.
    pub(super) fn give_back(&self, attempt: &Attempt<'_>, ticket: Ticket, now: u64) -> Option<Standing> {
        let shard = self.shard(attempt.key);
        let mut locked = Locked::of(&self.shards, [shard]);
        let mut set = locked.sets(shard)?.of(attempt.key)?;
        let line = set.find(attempt.key).and_then(|way| set.entry(way))?;
        let mut entry = Entry::read(line);
        attempt.rule.refund(&mut entry.state, ticket, now);
        entry.write(line);
        Some(attempt.rule.standing(&entry.state, now))
    }

    /// What eviction sees of a set.
    fn occupants(&self, set: &Set<'_>, now: u64) -> [Occupant; WAYS] {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        let mut lines = set.lines();
        std::array::from_fn(|_| {
            let entry = lines.next().map(Entry::read).unwrap_or_default();
            match rules.get(usize::from(entry.limit)) {
                Some(known) => Occupant::new(entry.limit, known.rule.capacity(), known.rule.usage(&entry.state, now)),
                None => Occupant::unknown(entry.limit),
            }
        })
    }

    /// The number of the shard that a key belongs to.
    fn shard(&self, key: Digest) -> usize {
        scale(key.high() >> 32, self.shards.len() as u64)
    }
}

/// What would become of one attempt.
#[derive(Clone, Copy)]
struct Trial {
    entry: Entry,
    outcome: Result<(Ticket, Standing), Standing>,
}

impl Default for Trial {
    fn default() -> Self {
        Self { entry: Entry::default(), outcome: Err(ABSENT) }
    }
}

/// What stands where there is no shard or no set. That cannot be; without them nobody is admitted.
const ABSENT: Standing = Standing { remaining: 0, wait: 1_000_000_000 };

/// How each key stands, nothing counted; `refuses` says how those do that have no room.
fn refused<const N: usize>(
    locked: &mut Locked<'_, N>,
    all: &[Attempt<'_>; N],
    places: &[Place; N],
    now: u64,
    refuses: impl Fn(usize) -> Option<Standing>,
) -> Verdict {
    Verdict::refused(all.iter().zip(places).enumerate().map(|(nth, (attempt, place))| {
        refuses(nth).unwrap_or_else(|| {
            let mut set = locked.sets(place.shard).and_then(|sets| sets.of(attempt.key));
            let line = set.as_mut().and_then(|set| set.find(attempt.key).and_then(|way| set.entry(way)));
            let state = line.map(|line| Entry::read(line).state).unwrap_or_default();
            attempt.rule.standing(&state, now)
        })
    }))
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
