//! A store that several processes count in, and what holds while it fails.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt;

use super::store::{Decided, LimitStore, OutOfOrder};

/// A [`LimitStore`] that all processes of a service share, with the secret that keys are hashed with before they reach it.
pub struct SharedLimits {
    store: Box<dyn LimitStore>,
    secret: Box<[u8]>,
}

impl SharedLimits {
    /// Counts in `store`. `secret` is the same in each process: at least 16 bytes, random and kept like a password, because
    /// whoever knows it can tell from the keys in the store whose they are.
    ///
    /// Processes share a count where the action, its route and the limit are the same.
    #[must_use]
    pub fn new(store: impl LimitStore, secret: impl AsRef<[u8]>) -> Self {
        Self { store: Box::new(store), secret: secret.as_ref().into() }
    }

    pub(super) fn secret(&self) -> &[u8] {
        &self.secret
    }
}

impl Drop for SharedLimits {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut *self.secret);
    }
}

impl fmt::Debug for SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedLimits")
    }
}

/// The store in use.
pub(super) struct Shared {
    limits: SharedLimits,
    /// The second, of the clock for durations, from which an outage is logged again.
    silent_until: AtomicU64,
}

/// Seconds between two log lines about an outage.
const SILENCE: u64 = 10;

impl Shared {
    pub(super) fn new(limits: SharedLimits) -> Self {
        Self { limits, silent_until: AtomicU64::new(0) }
    }

    /// What the store decides, unless it fails, panics or takes too long.
    pub(super) async fn ask<'a, T>(
        &'a self,
        now: Duration,
        ask: impl FnOnce(&'a dyn LimitStore) -> Decided<'a, T>,
    ) -> Option<T> {
        let store = &*self.limits.store;
        let asked = AssertUnwindSafe(async {
            match ask(store) {
                Decided::Now(decision) => Ok(decision),
                Decided::Later(decision) => decision.await,
            }
        });
        let reason = match tokio::time::timeout(store.deadline(), asked.catch_unwind()).await {
            Ok(Ok(Ok(decision))) => return Some(decision),
            Ok(Ok(Err(OutOfOrder(reason)))) => reason,
            Ok(Err(_)) => "it panicked".to_owned(),
            Err(_) => "it did not answer in time".to_owned(),
        };
        self.report(&reason, now);
        None
    }

    /// Counts an outage, and logs it once in a while: every request meets it.
    pub(super) fn report(&self, reason: &str, now: Duration) {
        metrics::counter!("secure_action_rate_limit_outages_total").increment(1);
        let silent_until = self.silent_until.load(Ordering::Relaxed);
        let next = now.as_secs().saturating_add(SILENCE);
        let is_due = now.as_secs() >= silent_until;
        // Of two that are due at once, one tells.
        let exchange = || self.silent_until.compare_exchange(silent_until, next, Ordering::Relaxed, Ordering::Relaxed);
        if is_due && exchange().is_ok() {
            tracing::error!(reason, "the shared store of the rate limits is out of order; each process counts for itself");
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}
