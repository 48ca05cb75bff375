//! `Limiter`: what all limits of an application share.

use std::time::Duration;

use thiserror::Error;

use super::due::Due;
use super::key::HashKey;
use super::shared::{Shared, SharedLimits};
use super::standing::{Standing, Ticket};
use super::store::{Attempt, Verdict};
use super::table::Table;

/// The table that counts, and the secret that its keys are hashed with. One for the whole application, so that its memory
/// is bounded however many actions there are.
#[derive(Debug)]
pub(crate) struct Limiter {
    /// The memory of this process: where limits are counted, or, beside a shared store, what holds while that fails.
    pub(super) table: Table,
    shared: Option<Shared>,
    secret: HashKey,
    input: HashKey,
}

/// Why there can be no limiter.
#[derive(Debug, Error)]
pub(crate) enum LimiterError {
    /// There is no secret to hash keys with.
    #[error("the operating system gives no randomness for the rate limiter")]
    Randomness(#[from] getrandom::Error),
    /// The table would hold nobody, or more than memory can.
    #[error("the rate limiter keeps between 16 and 268 435 456 keys, not {0}")]
    Capacity(usize),
    /// Keys in a shared store could be reversed by whoever reads it.
    #[error("the secret of the shared store has {0} bytes; give it 16 random ones at least, the same in each process")]
    Secret(usize),
}

impl Limiter {
    /// Keys that are kept unless the application says otherwise: 860 160, in 60 MB.
    pub(crate) const DEFAULT_CAPACITY: usize = 860_160;

    /// A limiter that keeps `capacity` keys, 69 bytes each. Memory is used as keys come, until there are that many.
    ///
    /// They are hashed with a secret of this process, or with that of the shared store.
    pub(crate) fn new(capacity: usize, shared: Option<SharedLimits>) -> Result<Self, LimiterError> {
        if !(16..=1 << 28).contains(&capacity) {
            return Err(LimiterError::Capacity(capacity));
        }
        let random = HashKey::random()?;
        let (secret, shared) = match shared {
            None => (random, None),
            Some(shared) => {
                let secret = HashKey::of(shared.secret()).ok_or_else(|| LimiterError::Secret(shared.secret().len()))?;
                (secret, Some(Shared::new(shared)))
            }
        };
        let table = Table::new(capacity, random.derive(&["owner"]));
        Ok(Self { table, shared, secret, input: secret.derive(&["input"]) })
    }

    /// Counts what is due, if there is room for all of it. Not a future where limits are counted in memory.
    pub(crate) fn decide(&self, due: &Due<'_>, now: Duration) -> Decision {
        Decision { verdict: self.table.admit(&due.attempts, nanos(now)), in_memory: true }
    }

    /// Whether processes share their counts: then [`decide_elsewhere`](Self::decide_elsewhere) is to be asked.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Counts what is due in the shared store; while that is out of order, in the memory of this process.
    ///
    /// # Errors
    ///
    /// The store is out of order, and a limit would rather refuse.
    pub(crate) async fn decide_elsewhere(&self, due: &Due<'_>, now: Duration) -> Result<Decision, Outage> {
        let Some(shared) = &self.shared else { return Ok(self.decide(due, now)) };
        match shared.ask(now, |store| store.admit(now, &due.attempts)).await {
            Some(verdict) if verdict.is_whole(due.attempts.len()) => return Ok(Decision { verdict, in_memory: false }),
            Some(_) => shared.report("its verdict does not speak of every limit", now),
            None => {}
        }
        if due.denies_on_outage { Err(Outage) } else { Ok(self.decide(due, now)) }
    }

    /// Gives back what this process counted.
    pub(super) fn give_back(&self, attempt: &Attempt<'_>, ticket: Ticket, now: Duration) -> Option<Standing> {
        self.table.give_back(attempt, ticket, nanos(now))
    }

    /// Gives back what the shared store counted. Where that fails, it stays counted.
    pub(super) async fn give_back_elsewhere(&self, all: Vec<(Attempt<'_>, Ticket)>, now: Duration) {
        if let Some(shared) = &self.shared {
            for (attempt, ticket) in &all {
                shared.ask(now, |store| store.give_back(now, attempt, *ticket)).await;
            }
        }
    }

    /// The secret that values of input fields are hashed with.
    pub(super) fn input_key(&self) -> HashKey {
        self.input
    }

    /// The secret of one limit: keys of different limits never meet.
    pub(super) fn limit_key(&self, identity: &[&str]) -> HashKey {
        self.secret.derive(&["limit"]).derive(identity)
    }
}

/// What was decided about the limits of one phase, and where.
#[derive(Debug)]
pub(crate) struct Decision {
    pub(super) verdict: Verdict,
    pub(super) in_memory: bool,
}

impl Decision {
    /// Whether the shared store had no part in it although there is one.
    pub(crate) fn is_makeshift(&self, limiter: &Limiter) -> bool {
        self.in_memory && limiter.is_shared()
    }
}

/// The shared store is out of order, and a limit says `on_outage = "deny"`.
#[derive(Debug)]
pub(crate) struct Outage;

fn nanos(now: Duration) -> u64 {
    u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_limit::{Decided, LimitStore};

    #[test]
    fn a_limiter_that_keeps_nobody_or_everybody_is_refused() {
        for capacity in [0, 15, (1 << 28) + 1, usize::MAX] {
            assert!(matches!(Limiter::new(capacity, None), Err(LimiterError::Capacity(_))), "{capacity}");
        }
        assert!(Limiter::new(16, None).is_ok());
    }

    #[test]
    fn a_short_secret_of_a_shared_store_is_refused() {
        struct Nowhere;

        impl LimitStore for Nowhere {
            fn admit<'a>(&'a self, _: Duration, all: &'a [Attempt<'a>]) -> Decided<'a> {
                Decided::Now(Verdict::refused(all.iter().map(|_| Standing::new(0, Duration::ZERO))))
            }

            fn give_back<'a>(&'a self, _: Duration, _: &'a Attempt<'a>, _: Ticket) -> Decided<'a, Option<Standing>> {
                Decided::Now(None)
            }
        }

        assert!(matches!(Limiter::new(16, Some(SharedLimits::new(Nowhere, [7; 15]))), Err(LimiterError::Secret(15))));
        assert!(Limiter::new(16, Some(SharedLimits::new(Nowhere, [7; 16]))).is_ok());
    }
}
