//! `Seats`: who holds how many connections, and who gives one up for a newcomer.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::seat::{Client, Order, Seat};
use crate::request::network_key;

/// The connections of one server.
#[derive(Debug, Default)]
pub(super) struct Seats {
    state: Mutex<State>,
    emptied: Notify,
}

/// One connection's place, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    seats: Arc<Seats>,
    seat: Arc<Seat>,
}

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caps {
    pub(super) all: usize,
    pub(super) per_client: usize,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// The client holds as many connections as one may.
    Client,
    /// All are taken, and nobody who holds more than the newcomer has an idle one.
    Everything,
}

#[derive(Debug, Default)]
struct State {
    /// Every connection whose task runs, also one that has been told to go.
    seats: HashMap<u64, Arc<Seat>>,
    /// Those that have not been told to go, by client. Proxies are in nobody's count.
    clients: HashMap<Client, usize>,
    /// Those that have not been told to go.
    taken: usize,
    next: u64,
    search: Search,
}

/// Looks for idle connections, which costs a look at each: at most once for every [`SHARE`]th part of them that came since, or
/// ten times a second, so that a flood of newcomers cannot make the server search all the time.
#[derive(Debug, Default)]
struct Search {
    last: Option<Instant>,
    since: usize,
}

/// Of all connections, the part that one search gives up at most.
const SHARE: usize = 64;
const PAUSE: Duration = Duration::from_millis(100);

impl Seats {
    /// A place for a connection from `address`, whose client may be told to give one up for it. A trusted proxy speaks for many
    /// clients: it is in nobody's count, and gives up none.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr, is_proxy: bool, caps: Caps) -> Result<Place, Full> {
        let client = (!is_proxy).then(|| network_key(address.to_canonical()));
        let mut state = self.state();
        state.search.since = state.search.since.saturating_add(1);
        let held = client.and_then(|client| state.clients.get(&client)).copied().unwrap_or(0);
        if client.is_some() && held >= caps.per_client {
            return Err(Full::Client);
        }
        if state.taken >= caps.all && !state.make_room(client.map_or(1, |_| held + 1), caps.all) {
            return Err(Full::Everything);
        }
        let seat = Arc::new(Seat::new(state.next, client));
        state.next += 1;
        state.taken += 1;
        if let Some(client) = client {
            *state.clients.entry(client).or_default() += 1;
        }
        state.seats.insert(seat.id, Arc::clone(&seat));
        drop(state);
        Ok(Place { seats: Arc::clone(self), seat })
    }

    /// Gives up idle connections of whoever has most, because the operating system has no room for another.
    pub(super) fn give_up_some(&self) {
        let mut state = self.state();
        let all = state.taken;
        state.make_room(1, all);
    }

    /// Tells every connection.
    pub(super) fn tell_all(&self, order: Order) {
        let mut state = self.state();
        state.taken = 0;
        state.clients.clear();
        state.seats.values().for_each(|seat| seat.tell(order));
    }

    /// Returns when no connection is left.
    pub(super) async fn until_empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.len() == 0 {
                return;
            }
            emptied.await;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.state().seats.len()
    }

    fn leave(&self, seat: &Seat) {
        let mut state = self.state();
        state.seats.remove(&seat.id);
        if !seat.was_told() {
            state.uncount(seat.client);
        }
        if state.seats.is_empty() {
            self.emptied.notify_waiters();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No foreign code runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Tells idle connections to go: first those of the clients that hold most, and of theirs the ones that are idle longest.
    /// Only clients that hold at least `weight`.
    fn make_room(&mut self, weight: usize, most: usize) -> bool {
        let now = Instant::now();
        if self.search.since < most / SHARE && self.search.last.is_some_and(|last| now - last < PAUSE) {
            return false;
        }
        self.search = Search { last: Some(now), since: 0 };
        let mut idle: Vec<_> = self
            .seats
            .values()
            .filter(|seat| !seat.was_told())
            .filter_map(|seat| {
                let held = self.clients.get(&seat.client?).copied()?;
                (held >= weight).then_some((Reverse(held), seat.idle_since()?, seat.id))
            })
            .collect();
        let count = (most / SHARE).max(1);
        if idle.len() > count {
            idle.select_nth_unstable(count);
            idle.truncate(count);
        }
        for (_, _, id) in &idle {
            if let Some(seat) = self.seats.get(id) {
                seat.tell(Order::Finish);
                let client = seat.client;
                self.uncount(client);
            }
        }
        !idle.is_empty()
    }

    fn uncount(&mut self, client: Option<Client>) {
        self.taken = self.taken.saturating_sub(1);
        if let Some(client) = client
            && let Entry::Occupied(mut held) = self.clients.entry(client)
        {
            *held.get_mut() -= 1;
            if *held.get() == 0 {
                held.remove();
            }
        }
    }
}

impl Place {
    pub(super) fn seat(&self) -> &Arc<Seat> {
        &self.seat
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.seats.leave(&self.seat);
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    const CAPS: Caps = Caps { all: 10, per_client: 6 };

    fn address(last: u8) -> IpAddr {
        Ipv4Addr::new(192, 0, 2, last).into()
    }

    fn take(seats: &Arc<Seats>, address: IpAddr, count: usize) -> Vec<Place> {
        (0..count).map(|_| seats.take(address, false, CAPS).unwrap()).collect()
    }

    fn told(places: &[Place]) -> Vec<bool> {
        places.iter().map(|place| place.seat.was_told()).collect()
    }

    #[test]
    fn one_client_has_a_part_of_them() {
        let seats: Arc<Seats> = Arc::default();
        let mut own = take(&seats, address(1), 6);
        assert_eq!(seats.take(address(1), false, CAPS).unwrap_err(), Full::Client);
        assert!(seats.take(address(2), false, CAPS).is_ok());
        own.pop();
        assert!(seats.take(address(1), false, CAPS).is_ok(), "what ends makes room");
        // An IPv4 address in another spelling, and the many addresses of one subscriber.
        let mapped = Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
        own.push(seats.take(mapped.into(), false, CAPS).unwrap());
        assert_eq!(seats.take(mapped.into(), false, CAPS).unwrap_err(), Full::Client);
        let subscriber = |host| IpAddr::from(Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 0, 0, 0, host));
        let caps = Caps { all: 10, per_client: 2 };
        let _two = [1, 2].map(|host| seats.take(subscriber(host), false, caps).unwrap());
        assert_eq!(seats.take(subscriber(3), false, caps).unwrap_err(), Full::Client);
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_idle_one_of_whoever_has_most_makes_room() {
        let seats: Arc<Seats> = Arc::default();
        let many = take(&seats, address(1), 6);
        let few = take(&seats, address(2), 4);
        // Two are at work, and of the others the fourth has waited longest.
        many[0].seat.begin_call();
        many[1].seat.begin_call();
        for index in [2, 4, 5] {
            many[index].seat.begin_call();
            tokio::time::advance(Duration::from_secs(1)).await;
            many[index].seat.end_call();
            many[index].seat.sent();
        }
        let newcomer = seats.take(address(3), false, CAPS).unwrap();
        assert_eq!(told(&many), [false, false, false, true, false, false]);
        assert_eq!(told(&few), [false; 4]);
        // Places are counted when they are given up, not when the connection is gone.
        assert_eq!(seats.len(), 11);
        drop((many, few, newcomer));
        let state = seats.state();
        assert_eq!((state.seats.len(), state.taken, state.clients.len()), (0, 0, 0));
    }

    #[test]
    fn nobody_makes_room_for_who_has_more() {
        let seats: Arc<Seats> = Arc::default();
        let _many = take(&seats, address(1), 5);
        for place in &_many {
            place.seat.begin_call();
        }
        let few = take(&seats, address(2), 5);
        // All of the first are at work, and whoever would be a sixth has more than the second.
        assert_eq!(seats.take(address(1), false, CAPS).unwrap_err(), Full::Everything);
        assert_eq!(told(&few), [false; 5]);
        // Among equals, who has been idle longest goes.
        assert!(seats.take(address(3), false, CAPS).is_ok());
        assert_eq!(told(&few).iter().filter(|told| **told).count(), 1);
    }

    #[test]
    fn a_full_house_at_work_refuses() {
        let seats: Arc<Seats> = Arc::default();
        let all: Vec<_> = (0..10).flat_map(|last| take(&seats, address(last), 1)).collect();
        all.iter().for_each(|place| place.seat.begin_call());
        assert_eq!(seats.take(address(99), false, CAPS).unwrap_err(), Full::Everything);
        // The answer is ready, but not sent: still at work.
        all[0].seat.end_call();
        assert_eq!(seats.take(address(99), false, CAPS).unwrap_err(), Full::Everything);
        all[0].seat.sent();
        assert!(seats.take(address(99), false, CAPS).is_ok());
    }

    #[test]
    fn a_proxy_has_no_cap_and_is_never_closed_for_others() {
        let seats: Arc<Seats> = Arc::default();
        let proxys: Vec<_> = (0..9).map(|_| seats.take(address(1), true, CAPS).unwrap()).collect();
        let stranger = take(&seats, address(2), 1);
        assert!(seats.take(address(1), true, CAPS).is_ok());
        assert_eq!((told(&proxys), told(&stranger)), (vec![false; 9], vec![true]));
        let _last = seats.take(address(1), true, CAPS).unwrap();
        assert_eq!(seats.take(address(3), false, CAPS).unwrap_err(), Full::Everything);
    }

    #[test]
    fn a_flood_of_newcomers_is_not_a_flood_of_searches() {
        let caps = Caps { all: 1000, per_client: 1000 };
        let seats: Arc<Seats> = Arc::default();
        let all: Vec<_> = (0..1000).map(|_| seats.take(address(1), false, caps).unwrap()).collect();
        // One search makes room for a 64th part, and then that many come without another.
        for _ in 0..1000 / SHARE {
            assert!(seats.take(address(2), true, caps).is_ok());
        }
        assert_eq!(told(&all).iter().filter(|told| **told).count(), 1000 / SHARE);
        all.iter().for_each(|place| place.seat.begin_call());
        let places: Vec<_> = (0..1000 / SHARE).map(|_| seats.take(address(2), true, caps)).collect();
        assert!(places.iter().all(Result::is_ok));
        assert!(seats.take(address(2), true, caps).is_err());
        let last = seats.state().search.last;
        assert!(seats.take(address(2), true, caps).is_err());
        assert_eq!(seats.state().search.last, last);
    }
}
