//! `Limiter`: what all limits of an application share.

use thiserror::Error;

use super::key::HashKey;
use super::table::Table;

/// The table that counts, and the secret that its keys are hashed with. One for the whole application, so that its memory
/// is bounded however many actions there are.
#[derive(Debug)]
pub(crate) struct Limiter {
    pub(super) table: Table,
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
}

impl Limiter {
    /// Keys that are kept unless the application says otherwise: 860 160, in 60 MB.
    pub(crate) const DEFAULT_CAPACITY: usize = 860_160;

    /// A limiter that keeps `capacity` keys, 69 bytes each. Memory is used as keys come, until there are that many.
    pub(crate) fn new(capacity: usize) -> Result<Self, LimiterError> {
        if !(16..=1 << 28).contains(&capacity) {
            return Err(LimiterError::Capacity(capacity));
        }
        let secret = HashKey::random()?;
        Ok(Self { table: Table::new(capacity), secret, input: secret.derive(&["input"]) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limiter_that_keeps_nobody_or_everybody_is_refused() {
        for capacity in [0, 15, (1 << 28) + 1, usize::MAX] {
            assert!(matches!(Limiter::new(capacity), Err(LimiterError::Capacity(_))), "{capacity}");
        }
        assert!(Limiter::new(16).is_ok());
    }
}
