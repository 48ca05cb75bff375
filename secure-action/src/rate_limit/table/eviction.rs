//! Who goes when a set of the table is full.

use std::cmp::Reverse;

use super::super::counter::Usage;
use super::sets::{WAYS, Ways};

/// One entry of a full set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Occupant {
    limit: u16,
    capacity: u32,
    usage: Usage,
}

/// Which entry makes room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Victim {
    /// This one: nothing of it is live.
    Forgotten(usize),
    /// This one: it is the least consumed.
    Live(usize),
    /// None: every entry is near its limit, most of them of the newcomer's limit. The first of those frees something after
    /// this many nanoseconds.
    None {
        /// Nanoseconds.
        wait: u64,
    },
}

impl Occupant {
    pub(super) fn new(limit: u16, capacity: u32, usage: Usage) -> Self {
        Self { limit, capacity, usage }
    }

    /// An entry of a limit that nobody registered: worth nothing.
    pub(super) fn unknown(limit: u16) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Nothing of it is live.
    pub(super) fn is_forgotten(&self) -> bool {
        self.usage.used == 0
    }

    /// More than half consumed, by more than one request. One request is no sign of anything: a flood of keys with one
    /// request each must not shut newcomers out, not even where the limit is one.
    fn is_near_its_limit(&self) -> bool {
        self.usage.used >= 2 && self.usage.used > self.capacity / 2
    }

    /// What a client spent to put the entry there; among equals, how near the limit it is, and how long ago it was used.
    fn worth(&self) -> (bool, u32, Reverse<u32>, u64) {
        (self.is_near_its_limit(), self.usage.used, Reverse(self.capacity), self.usage.last)
    }
}

/// Chooses among the entries of a full set, for a newcomer of `limit`; those in `kept` belong to the same request.
///
/// Those forgotten go first, then the least consumed that are not near their limit. If all are near it, resetting one
/// would let its key exceed the limit: the newcomer waits instead, unless another limit holds more of the set. So a flood
/// of keys near their limit denies newcomers of that limit only, and takes its room back from no one but itself.
pub(super) fn choose(set: &[Occupant; WAYS], limit: u16, kept: Ways) -> Victim {
    cheapest(set, |way| !kept.contains(way)).unwrap_or_else(|| crowded(set, limit, kept))
}

/// Chooses among the entries of an address that holds as much of the set as it may: it makes room by its own keys, or waits.
pub(super) fn choose_own(set: &[Occupant; WAYS], own: Ways, kept: Ways) -> Victim {
    cheapest(set, |way| own.contains(way) && !kept.contains(way)).unwrap_or_else(|| {
        let waits = set.iter().enumerate().filter(|(way, _)| own.contains(*way)).map(|(_, occupant)| occupant.usage.wait);
        Victim::None { wait: waits.min().unwrap_or(0).max(1) }
    })
}

/// What is forgotten, or else the least consumed that is not near its limit.
fn cheapest(set: &[Occupant; WAYS], may_go: impl Fn(usize) -> bool) -> Option<Victim> {
    let candidates = || set.iter().enumerate().filter(|(way, _)| may_go(*way));
    if let Some((way, _)) = candidates().find(|(_, occupant)| occupant.is_forgotten()) {
        return Some(Victim::Forgotten(way));
    }
    let (way, least) = candidates().min_by_key(|(_, occupant)| occupant.worth())?;
    (!least.is_near_its_limit()).then_some(Victim::Live(way))
}

fn crowded(set: &[Occupant; WAYS], newcomer: u16, kept: Ways) -> Victim {
    let share = |limit: u16| set.iter().filter(|occupant| occupant.limit == limit).count();
    let largest = set.iter().map(|occupant| share(occupant.limit)).max().unwrap_or(0);
    if share(newcomer) < largest {
        let least = set
            .iter()
            .enumerate()
            .filter(|(way, occupant)| share(occupant.limit) == largest && !kept.contains(*way))
            .min_by_key(|(_, occupant)| occupant.worth());
        if let Some((way, _)) = least {
            return Victim::Live(way);
        }
    }
    let waits = set.iter().filter(|occupant| occupant.limit == newcomer).map(|occupant| occupant.usage.wait);
    Victim::None { wait: waits.min().unwrap_or(0).max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occupant(limit: u16, capacity: u32, used: u32, last: u64) -> Occupant {
        Occupant::new(limit, capacity, Usage { used, last, wait: 1000 - last })
    }

    fn choose(set: [Occupant; WAYS], limit: u16) -> Victim {
        super::choose(&set, limit, Ways::default())
    }

    fn set(all: Occupant, others: &[(usize, Occupant)]) -> [Occupant; WAYS] {
        let mut set = [all; WAYS];
        for (way, other) in others {
            set[*way] = *other;
        }
        set
    }

    #[test]
    fn the_forgotten_go_first() {
        let entries = set(occupant(1, 5, 1, 10), &[(9, occupant(1, 5, 0, 0))]);
        assert_eq!(choose(entries, 1), Victim::Forgotten(9));
    }

    #[test]
    fn then_the_least_consumed() {
        let entries = set(occupant(1, 5, 5, 10), &[(4, occupant(1, 5, 2, 500)), (5, occupant(2, 100, 40, 1))]);
        assert_eq!(choose(entries, 1), Victim::Live(4));
    }

    #[test]
    fn among_equals_the_one_furthest_from_its_limit_then_the_oldest() {
        let entries = set(occupant(1, 1, 1, 10), &[(3, occupant(2, 100, 1, 900))]);
        assert_eq!(choose(entries, 1), Victim::Live(3));
        let entries = set(occupant(1, 5, 1, 10), &[(7, occupant(1, 5, 1, 9))]);
        assert_eq!(choose(entries, 1), Victim::Live(7));
    }

    #[test]
    fn one_hit_keys_never_shut_out_a_newcomer_even_at_a_limit_of_one() {
        assert!(matches!(choose(set(occupant(1, 1, 1, 10), &[]), 1), Victim::Live(_)));
    }

    #[test]
    fn keys_near_their_limit_deny_newcomers_of_the_same_limit_only() {
        assert_eq!(choose(set(occupant(1, 5, 3, 10), &[]), 1), Victim::None { wait: 990 });
        assert_eq!(choose(set(occupant(1, 5, 3, 10), &[(6, occupant(1, 5, 3, 9))]), 2), Victim::Live(6));
        // The rare key of another limit stays, however little it has consumed.
        assert_eq!(choose(set(occupant(1, 5, 5, 10), &[(2, occupant(2, 5, 3, 9))]), 2), Victim::Live(0));
    }

    #[test]
    fn keys_of_the_same_request_stay() {
        let entries = set(occupant(1, 5, 2, 10), &[(4, occupant(1, 5, 0, 1)), (5, occupant(1, 5, 1, 1))]);
        let kept = |ways: &[usize]| ways.iter().copied().fold(Ways::default(), Ways::with);
        assert_eq!(super::choose(&entries, 1, kept(&[4])), Victim::Live(5));
        assert_eq!(super::choose(&entries, 1, kept(&[4, 5, 0])), Victim::Live(1));
        let near = set(occupant(1, 5, 3, 10), &[]);
        assert_eq!(super::choose(&near, 2, kept(&[0])), Victim::Live(1));
    }

    #[test]
    fn an_address_makes_room_by_its_own_keys() {
        let own = Ways::default().with(2).with(3).with(4);
        let others = [(2, occupant(1, 5, 3, 9)), (3, occupant(1, 5, 2, 9)), (4, occupant(1, 5, 4, 2))];
        let entries = set(occupant(1, 5, 1, 1), &others);
        assert_eq!(choose_own(&entries, own, Ways::default()), Victim::Live(3));
        assert_eq!(choose_own(&entries, own, Ways::default().with(3)), Victim::None { wait: 991 });
    }
}
