//! `HashKey`: keys are hashed with a secret before anything is stored, so that the table holds no address, name or input.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::digest::Digest;

/// A secret of 128 bits. SipHash-1-3 under it is a keyed hash: without the secret nobody finds two keys that meet in one
/// bucket, and it takes about 20 ns.
#[derive(Clone, Copy)]
pub(super) struct HashKey(u64, u64);

impl HashKey {
    /// From the operating system.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        Ok(Self(getrandom::u64()?, getrandom::u64()?))
    }

    /// From a configured secret of at least 128 bits.
    pub(super) fn of(secret: &[u8]) -> Option<Self> {
        let (first, rest) = secret.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let key = Self(u64::from_le_bytes(*first), u64::from_le_bytes(*second));
        let mut hasher = key.hasher();
        hasher.write(rest);
        let (first, second) = hasher.finish128().as_u64();
        Some(Self(first, second))
    }

    /// A secret for one purpose; those of different purposes have nothing to do with each other.
    pub(super) fn derive(self, purpose: &[&str]) -> Self {
        let mut hasher = self.hasher();
        for part in purpose {
            // The length first, so that no two lists of parts read the same.
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part.as_bytes());
        }
        let (first, second) = hasher.finish128().as_u64();
        Self(first, second)
    }

    pub(super) fn hasher(self) -> SipHasher13 {
        SipHasher13::new_with_keys(self.0, self.1)
    }

    /// A number that stands for this secret where it is compared: it tells nothing of it.
    pub(super) fn identity(self) -> u128 {
        self.digest(&[]).0
    }

    pub(super) fn digest(self, parts: &[&[u8]]) -> Digest {
        let mut hasher = self.hasher();
        for part in parts {
            hasher.write(part);
        }
        Digest(hasher.finish128().as_u128())
    }
}

impl std::fmt::Debug for HashKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashKey")
    }
}
