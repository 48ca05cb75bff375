//! The steady rate with a burst: GCRA, by governor, over the bounded table.

use std::cell::{Cell, RefCell};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use super::limiter::{Verdict, whole_seconds};
use super::table::Entry;

/// Admits the request if it comes no earlier than the rate and the burst allow.
pub(super) fn check(
    entry: &mut Entry<'_>,
    quota: u32,
    window: Duration,
    burst: u32,
    now: Duration,
) -> Result<(Verdict, u64), Verdict> {
    let interval = (window / quota.max(1)).max(Duration::from_nanos(1));
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let Some(rule) = Quota::with_period(interval).map(|quota| quota.allow_burst(burst)) else {
        return Err(Verdict { remaining: 0, reset: whole_seconds(window) });
    };
    let slot = Slot(RefCell::new(entry));
    let limiter = RateLimiter::<_, _, _, StateInformationMiddleware>::new(rule, slot, Reading::of(now));
    let checked = limiter.check_key(&());
    let Slot(entry) = limiter.into_state_store();
    let entry = entry.into_inner();
    match checked {
        Ok(snapshot) => {
            let remaining = snapshot.remaining_burst_capacity().min(burst.get());
            let tolerance = interval.saturating_mul(burst.get());
            entry.note(now + tolerance, burst.get() - remaining, burst.get());
            Ok((Verdict { remaining, reset: whole_seconds(interval) }, interval.as_nanos() as u64))
        }
        Err(until) => {
            let reset = whole_seconds(until.earliest_possible().saturating_sub(now));
            Err(Verdict { remaining: 0, reset })
        }
    }
}

/// Takes back one request: its theoretical arrival time moves back by one interval.
pub(super) fn refund(entry: &mut Entry<'_>, interval: u64) {
    let [time, ..] = entry.state();
    *time = time.saturating_sub(interval);
}

/// One entry of the table as governor's store. Zero, the state of a new entry, is a time that is always over.
struct Slot<'e, 't>(RefCell<&'e mut Entry<'t>>);

impl StateStore for Slot<'_, '_> {
    type Key = ();

    fn measure_and_replace<T, F, E>(&self, (): &(), step: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut entry = self.0.borrow_mut();
        let [time, ..] = entry.state();
        let (outcome, next) = step((*time != 0).then(|| Nanos::from(*time)))?;
        *time = next.as_u64();
        Ok(outcome)
    }
}

/// The moment of the request as governor's clock.
///
/// A limiter reads its clock once when it is made, for its zero, and once for the check.
#[derive(Debug)]
struct Reading {
    next: Cell<Duration>,
    now: Duration,
}

impl Reading {
    fn of(now: Duration) -> Self {
        Self { next: Cell::new(Duration::ZERO), now }
    }
}

impl Clock for Reading {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.next.replace(self.now)
    }
}

