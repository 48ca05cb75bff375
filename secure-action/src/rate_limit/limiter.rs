//! `Limiter`: the table, the secret of its keys, and the choice of counter for a rule.

use std::fmt;
use std::hash::Hasher;
use std::time::Duration;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::table::Table;
use super::{RateLimit, counted, exact, steady};

/// Counts the requests of every action of an application.
pub(crate) struct Limiter {
    table: Table,
    /// Without it, nobody can find two keys that share an entry.
    secret: [u8; 16],
}

/// What a limit says about one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// How many more requests would be admitted now.
    pub(super) remaining: u32,
    /// Seconds until a place comes free, rounded up.
    pub(super) reset: u64,
}

impl Limiter {
    /// Keys that are told apart at once: half a million, 32 MiB once they are all in use.
    pub(crate) const DEFAULT_KEYS: usize = 1 << 19;

    /// A limiter that tells `keys` keys apart. The secret comes from the operating system.
    pub(crate) fn new(keys: usize) -> Result<Self, getrandom::Error> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret)?;
        Ok(Self { table: Table::new(keys), secret })
    }

    /// The hash under which a key is counted. Nothing else of the key is kept.
    pub(super) fn hasher(&self) -> SipHasher13 {
        SipHasher13::new_with_key(&self.secret)
    }

    /// Counts one request. The stamp is what [`refund`](Self::refund) takes back.
    pub(super) fn check(&self, hash: u128, rule: &RateLimit, now: Duration) -> Result<(Verdict, u64), Verdict> {
        let verdict = self.table.with(hash, now, |entry| match rule.burst {
            Some(burst) => steady::check(entry, rule.quota, rule.window, burst, now),
            None if rule.quota <= exact::MOST => exact::check(entry, rule.quota, rule.window, now),
            None => counted::check(entry, rule.quota, rule.window, now),
        });
        // A table without sets does not exist; were there one, it would admit nobody.
        verdict.unwrap_or(Err(Verdict { remaining: 0, reset: whole_seconds(rule.window) }))
    }

    /// Takes back one request that was counted, because another limit refused it.
    pub(super) fn refund(&self, hash: u128, rule: &RateLimit, now: Duration, stamp: u64) {
        self.table.with(hash, now, |entry| match rule.burst {
            Some(_) => steady::refund(entry, stamp),
            None if rule.quota <= exact::MOST => exact::refund(entry, stamp),
            None => counted::refund(entry, stamp),
        });
    }
}

/// A hash of something, as one number.
pub(super) fn finish(hasher: &SipHasher13) -> u128 {
    hasher.finish128().as_u128()
}

/// Feeds a part of a key, with its length, so that no two sequences of parts are the same bytes.
pub(super) fn feed(hasher: &mut SipHasher13, part: &[u8]) {
    hasher.write_u64(part.len() as u64);
    hasher.write(part);
}

/// Whole seconds, rounded up, at least one.
pub(super) fn whole_seconds(time: Duration) -> u64 {
    (time.as_secs() + u64::from(time.subsec_nanos() > 0)).max(1)
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("table", &self.table).finish_non_exhaustive()
    }
}
