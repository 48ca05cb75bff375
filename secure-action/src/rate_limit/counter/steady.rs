//! A steady rate with bursts: the generic cell rate algorithm, by governor.

use std::cell::Cell;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use super::{Standing, State, Ticket, Usage};

/// The decision is governor's. A state holds its theoretical arrival time, in nanoseconds; zero is a key not seen yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    quota: Quota,
    /// Nanoseconds from one request to the next.
    interval: u64,
    burst: u32,
}

/// governor's store, over the one entry that is locked for the decision.
struct Entry(Cell<Option<Nanos>>);

impl StateStore for Entry {
    type Key = ();

    fn measure_and_replace<T, F, E>(&self, (): &(), decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let (outcome, arrival) = decide(self.0.get())?;
        self.0.set(Some(arrival));
        Ok(outcome)
    }
}

/// governor's clock, at the moment of the request.
struct At(Cell<Nanos>);

impl Clock for At {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.get()
    }
}

impl Steady {
    /// A request each `interval` nanoseconds, and `burst` at once.
    pub(super) fn new(interval: u64, burst: u32) -> Self {
        let quota = Quota::with_period(Duration::from_nanos(interval.max(1)))
            .unwrap_or_else(|| Quota::per_hour(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
        Self { quota, interval: interval.max(1), burst: burst.max(1) }
    }

    pub(super) fn admit(&self, state: &mut State, now: u64) -> Result<(Ticket, Standing), Standing> {
        // governor reads the time from its clock and the state from its store. Both belong to this one decision, so a
        // limiter that lives no longer costs nothing, and needs no clock that threads could see each other's time on.
        let entry = Entry(Cell::new(Some(Nanos::new(arrival(state))).filter(|arrival| arrival.as_u64() != 0)));
        let clock = At(Cell::new(Nanos::new(0)));
        let limiter = RateLimiter::<(), _, _, NoOpMiddleware<Nanos>>::new(self.quota, entry, clock);
        limiter.clock().0.set(Nanos::new(now));
        match limiter.check_key(&()) {
            Ok(()) => {
                let arrival = limiter.into_state_store().0.get().map_or(0, Nanos::as_u64);
                set_arrival(state, arrival);
                Ok((Ticket(arrival), self.standing(arrival, now)))
            }
            Err(refused) => {
                let wait = refused.wait_time_from(Nanos::new(now));
                Err(Standing { remaining: 0, wait: u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX).max(1) })
            }
        }
    }

    /// Once the time has passed that the ticket stands for, it is already given back. Until then the key was never idle:
    /// every request since then has moved the arrival time by one interval, and so would they have without this one. But
    /// not from an earlier moment than their own, which is now at the latest; so no more is given back than is certain.
    pub(super) fn refund(&self, state: &mut State, Ticket(consumed): Ticket, now: u64) {
        let arrival = arrival(state);
        if now < consumed && consumed <= arrival {
            let latest_without = now.saturating_add(arrival - consumed).min(arrival);
            set_arrival(state, arrival.saturating_sub(self.interval).max(latest_without));
        }
    }

    pub(super) fn usage(&self, state: &State, now: u64) -> Usage {
        let arrival = arrival(state);
        if arrival <= now {
            return Usage::default();
        }
        let Standing { remaining, wait } = self.standing(arrival, now);
        let used = self.burst.saturating_sub(remaining);
        // The last request came an interval before the arrival time at the latest.
        Usage { used, last: arrival.saturating_sub(self.interval).min(now), wait }
    }

    fn standing(&self, arrival: u64, now: u64) -> Standing {
        let capacity = self.interval.saturating_mul(u64::from(self.burst));
        let free = capacity.saturating_sub(arrival.saturating_sub(now));
        let remaining = u32::try_from(free / self.interval).unwrap_or(self.burst);
        Standing { remaining, wait: if free == capacity { 0 } else { self.interval - free % self.interval } }
    }
}

/// The slots are numbers of 24 bits, so it takes three of them.
fn arrival(state: &State) -> u64 {
    let [low, middle, high, ..] = state.slots;
    u64::from(low) | u64::from(middle) << 24 | u64::from(high) << 48
}

fn set_arrival(state: &mut State, arrival: u64) {
    let [low, middle, high, ..] = &mut state.slots;
    let part = |shift: u32| u32::try_from(arrival >> shift & 0xff_ffff).unwrap_or(0);
    (*low, *middle, *high) = (part(0), part(24), part(48));
}
