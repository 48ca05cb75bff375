//! A limit on its own, for the benchmark of this room; not part of the interface.

use std::time::Duration;

use super::RateLimit;
use super::counter::Rule;
use super::key::HashKey;
use super::limiter::Limiter;
use super::store::Attempt;

/// One limit in a table of its own.
#[derive(Debug)]
pub struct Probe {
    limiter: Limiter,
    key: HashKey,
    rule: Rule,
}

impl Probe {
    /// `limit` in a table that keeps `capacity` keys; by default what an application has.
    #[must_use]
    pub fn new(limit: &RateLimit, capacity: Option<usize>) -> Option<Self> {
        let limiter = Limiter::new(capacity.unwrap_or(Limiter::DEFAULT_CAPACITY), None).ok()?;
        let key = limiter.limit_key(&["probe"]);
        let rule = limiter.table.register(key.identity(), limit)?;
        Some(Self { limiter, key, rule })
    }

    /// Whether the limit admits one more request of the address `key`.
    pub fn admits(&self, key: u64, now: Duration) -> bool {
        let address = u128::from(key).to_be_bytes();
        let key = self.key.digest(&[b"a", &address]);
        let attempt = Attempt { rule: &self.rule, key, address };
        self.limiter.table.admit(&[attempt], u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)).admitted
    }
}
