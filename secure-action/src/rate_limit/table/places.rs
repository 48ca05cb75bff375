//! Where the new keys of one request go: a place for each, before any of them is put there.

use super::super::digest::Digest;
use super::eviction::{self, Victim};
use super::locked::Locked;
use super::owner::{OWN_WAYS, Owner};
use super::sets::{Set, Sets, WAYS, Ways};
use super::{ABSENT, Table};
use crate::rate_limit::standing::Standing;
use crate::rate_limit::store::Attempt;

/// Where a key is, or goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) shard: usize,
    pub(super) way: Option<usize>,
    /// Whether the key is put there first by this request.
    pub(super) is_new: bool,
    /// Whether a live key goes for it.
    pub(super) evicts: bool,
}

/// Finds a place for each key that has none; those of one request are distinct. What has to go is still there afterwards.
///
/// # Errors
///
/// Which attempt finds none, and until when.
pub(super) fn reserve<const N: usize>(
    table: &Table,
    locked: &mut Locked<'_, N>,
    all: &[Attempt<'_>; N],
    places: &mut [Place; N],
    owner: Owner,
    now: u64,
) -> Result<(), (usize, Standing)> {
    let new: [bool; N] = places.map(|place| place.way.is_none());
    for ((attempt, place), _) in all.iter().zip(places.iter()).zip(new).filter(|(_, new)| *new) {
        // As many as could come into this set: growing a set too early costs nothing but memory that there is.
        let wanted = places.iter().zip(new).filter(|(other, new)| *new && other.shard == place.shard).count();
        grow(table, locked.sets(place.shard), attempt.key, owner, wanted, now);
    }
    // Growing has moved keys.
    for (attempt, place) in all.iter().zip(places.iter_mut()) {
        place.way = locked.sets(place.shard).and_then(|sets| sets.of(attempt.key)).and_then(|set| set.find(attempt.key));
    }
    for (nth, attempt) in all.iter().enumerate() {
        let Some(mut place) = places.get(nth).copied().filter(|place| place.way.is_none()) else { continue };
        place.is_new = true;
        let same = all.iter().zip(places.iter()).take(nth).find(|(other, _)| other.key == attempt.key);
        if let Some((_, first)) = same {
            place.way = first.way;
        } else {
            let mut kept = Ways::default();
            for (other, taken) in all.iter().zip(places.iter()).filter(|(_, other)| other.shard == place.shard) {
                let together = locked.sets(place.shard).is_some_and(|sets| sets.are_together(attempt.key, other.key));
                kept = taken.way.filter(|_| together).map_or(kept, |way| kept.with(way));
            }
            let set = locked.sets(place.shard).and_then(|sets| sets.of(attempt.key)).ok_or((nth, ABSENT))?;
            (place.way, place.evicts) = match choose(table, &set, attempt.rule.id, owner, kept, now) {
                Victim::Forgotten(way) => (Some(way), false),
                Victim::Live(way) => (Some(way), true),
                Victim::None { wait } => return Err((nth, Standing { remaining: 0, wait })),
            };
        }
        if let Some(reserved) = places.get_mut(nth) {
            *reserved = place;
        }
    }
    Ok(())
}

/// Splits sets until that of `key` has room for `wanted` more, or all memory is in use.
fn grow(table: &Table, sets: Option<&mut Sets>, key: Digest, owner: Owner, wanted: usize, now: u64) {
    let Some(sets) = sets else { return };
    while let Some(set) = sets.of(key) {
        let forgotten = |among: Option<Ways>| {
            let occupants = table.occupants(&set, now).into_iter().enumerate();
            occupants.filter(|(way, it)| it.is_forgotten() && among.is_none_or(|ways| ways.contains(*way))).count()
        };
        let has_room = match (set.full_share(owner), set.vacancies()) {
            (Some(own), _) => forgotten(Some(own)) >= wanted,
            (None, 0) => forgotten(None) >= wanted,
            (None, vacancies) => vacancies >= wanted,
        };
        if has_room || sets.grow().is_none() {
            return;
        }
    }
}

fn choose(table: &Table, set: &Set<'_>, limit: u16, owner: Owner, kept: Ways, now: u64) -> Victim {
    match (set.full_share(owner), set.vacant(kept)) {
        (Some(own), _) => eviction::choose_own(&table.occupants(set, now), own, kept),
        (None, Some(way)) => Victim::Forgotten(way),
        (None, None) => eviction::choose(&table.occupants(set, now), limit, kept),
    }
}

const _: () = assert!(OWN_WAYS < WAYS, "one address must not have a set for itself");
