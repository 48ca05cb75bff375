//! `Refusals`: which of them are written one by one, and which are only counted.
//!
//! Anybody can be refused as often as he likes, and a caller whom everybody knows, too. Their events have room of their own, so that
//! they take none from calls that are let in: one part for strangers, one for known callers, and in each of the two nobody has more
//! than his share.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::audit::{Event, EventKind};
use crate::request::network_key;

/// Each part has one place for this many of the queue.
const PLACES: usize = 4;
/// One caller, or one address, has one place of this many in its part.
const SHARES: usize = 4;
/// Callers and addresses are told apart by these many numbers: two with the same one share.
const SHARERS: usize = 64;

pub(super) struct Refusals {
    parts: [Part; 2],
    /// The last of those that found no room: one for each part, kind and action, which says how many others it stands for. The
    /// application bounds their number, and no client.
    counted: HashMap<Alike, (Sharer, Event)>,
}

/// Those of strangers, or those of known callers.
struct Part {
    /// How many may be under way, before they are counted instead.
    room: usize,
    /// How many are.
    taken: usize,
    /// How many of those are of the same sharer.
    shares: [usize; SHARERS],
}

/// Whose event it is, as far as its room is concerned.
#[derive(Clone, Copy)]
pub(super) struct Sharer {
    known: bool,
    number: usize,
}

/// Events that are alike are counted together: of the same part, kind and action.
type Alike = (bool, EventKind, usize);

impl Sharer {
    /// The sharer of a refusal; nobody's event is that of a call that was let in.
    ///
    /// Under a `key` that nobody knows, so that no client can choose whom it shares with.
    pub(super) fn of(event: &Event, key: &RandomState) -> Option<Self> {
        if !event.is_refusal() {
            return None;
        }
        let hash = match &event.caller {
            Some(caller) => key.hash_one((event.scheme, caller)),
            None => key.hash_one(event.client.map(network_key)),
        };
        let number = usize::try_from(hash % SHARERS as u64).unwrap_or_default();
        Some(Self { known: event.caller.is_some(), number })
    }
}

impl Refusals {
    /// For a queue of so many places.
    pub(super) fn new(places: usize) -> Self {
        let room = Self::room(places) / 2;
        let part = || Part { room, taken: 0, shares: [0; SHARERS] };
        Self { parts: [part(), part()], counted: HashMap::new() }
    }

    /// The room besides so many places. Even the smallest queue has some, so that a refusal comes to be written.
    pub(super) fn room(places: usize) -> usize {
        2 * (places / PLACES).max(1)
    }

    /// Takes a place for an event of this sharer, if there is one.
    pub(super) fn enter(&mut self, sharer: Sharer) -> bool {
        part_of(&mut self.parts, sharer).enter(sharer)
    }

    /// Keeps the event instead of the last one like it, which it stands for from now on, and which is handed back.
    pub(super) fn count(&mut self, sharer: Sharer, mut event: Event) -> Option<Event> {
        let alike = (sharer.known, event.kind, std::ptr::from_ref(event.action).addr());
        let last = self.counted.remove(&alike).map(|(_, last)| last);
        event.unwritten = last.as_ref().map_or(0, |last| last.unwritten.saturating_add(1));
        self.counted.insert(alike, (sharer, event));
        last
    }

    /// Whether there is room by now for an event that found none.
    pub(super) fn any_fits(&self) -> bool {
        let [strangers, known] = &self.parts;
        self.counted.values().any(|(sharer, _)| if sharer.known { known } else { strangers }.fits(*sharer))
    }

    /// Moves to `events` what has been counted, as far as there is room; or `all` of it. Says how many events these are.
    pub(super) fn take_counted(&mut self, all: bool, events: &mut Vec<Event>) -> u64 {
        let before = events.len();
        let parts = &mut self.parts;
        let ready = self.counted.extract_if(|_, (sharer, _)| {
            let part = part_of(parts, *sharer);
            let ready = all || part.fits(*sharer);
            if ready {
                part.take(*sharer);
            }
            ready
        });
        events.extend(ready.map(|(_, (_, event))| event));
        (events.len() - before) as u64
    }

    /// An event of this sharer has been stored.
    pub(super) fn leave(&mut self, sharer: Sharer) {
        let part = part_of(&mut self.parts, sharer);
        part.taken = part.taken.saturating_sub(1);
        if let Some(share) = part.shares.get_mut(sharer.number) {
            *share = share.saturating_sub(1);
        }
    }
}

fn part_of(parts: &mut [Part; 2], sharer: Sharer) -> &mut Part {
    let [strangers, known] = parts;
    if sharer.known { known } else { strangers }
}

impl Part {
    fn fits(&self, sharer: Sharer) -> bool {
        let share = (self.room / SHARES).max(1);
        self.taken < self.room && self.shares.get(sharer.number).is_some_and(|taken| *taken < share)
    }

    fn enter(&mut self, sharer: Sharer) -> bool {
        let fits = self.fits(sharer);
        if fits {
            self.take(sharer);
        }
        fits
    }

    fn take(&mut self, sharer: Sharer) {
        self.taken += 1;
        if let Some(share) = self.shares.get_mut(sharer.number) {
            *share += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::audit::{Outcome, measure};
    use crate::error::Code;

    fn refusal(caller: Option<&str>, address: [u8; 4], code: Code) -> Event {
        let mut event = measure::event(1);
        event.outcome = Outcome::Refused;
        event.conclude(Some(403), Some(code), true);
        event.caller = caller.map(Arc::from);
        event.client = Some(address.into());
        event
    }

    #[test]
    fn what_was_let_in_is_no_refusal() {
        let key = RandomState::new();
        for outcome in Outcome::ALL {
            let mut event = measure::event(1);
            event.outcome = outcome;
            assert_eq!(Sharer::of(&event, &key).is_some(), outcome == Outcome::Refused, "{outcome:?}");
        }
    }

    #[test]
    fn strangers_and_callers_have_a_part_each_and_nobody_all_of_it() {
        let key = RandomState::new();
        let mut refusals = Refusals::new(400);
        let mut written = |caller: Option<&str>, address: [u8; 4]| {
            let sharer = Sharer::of(&refusal(caller, address, Code::FORBIDDEN), &key).unwrap();
            (0..1000).filter(|_| refusals.enter(sharer)).count()
        };
        assert_eq!((written(Some("eve"), [1; 4]), written(Some("eve"), [2; 4])), (25, 0), "a caller, wherever he is");
        assert_eq!((written(None, [1; 4]), written(None, [1; 4])), (25, 0));
        let many: usize = (0..200).map(|number| written(None, [9, 0, 0, number])).sum();
        assert_eq!(many, 75, "all addresses together");
        let many: usize = (0..200).map(|number| written(Some(&number.to_string()), [1; 4])).sum();
        assert_eq!(many, 75, "all callers together");
    }

    #[test]
    fn what_finds_no_room_is_counted_until_there_is_some() {
        let key = RandomState::new();
        let mut refusals = Refusals::new(1);
        let event = || refusal(Some("eve"), [1; 4], Code::FORBIDDEN);
        let sharer = Sharer::of(&event(), &key).unwrap();
        assert!(refusals.enter(sharer), "even here");
        for _ in 0..5 {
            assert!(!refusals.enter(sharer));
            refusals.count(sharer, event());
        }
        refusals.count(sharer, refusal(Some("eve"), [1; 4], Code::RATE_LIMITED));
        let mut events = Vec::new();
        assert!(!refusals.any_fits());
        assert_eq!((refusals.take_counted(false, &mut events), events.len()), (0, 0));
        refusals.leave(sharer);
        assert!(refusals.any_fits());
        assert_eq!((refusals.take_counted(false, &mut events), events.len()), (1, 1), "one place, one event");
        assert!(!refusals.any_fits());
        assert_eq!(refusals.take_counted(true, &mut events), 1);
        let mut unwritten: Vec<_> = events.iter().map(|event| event.unwritten).collect();
        unwritten.sort_unstable();
        assert_eq!(unwritten, [0, 4]);
    }
}
