//! Keys: hashed with a secret before anything is stored, so that the table holds no address, name or input.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::table::Digest;

/// A secret of 128 bits. SipHash-1-3 under it is a keyed hash: without the secret nobody finds two keys that meet in one
/// bucket, and it takes about 20 ns.
#[derive(Clone, Copy)]
pub(super) struct HashKey(u64, u64);

impl HashKey {
    /// From the operating system.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        Ok(Self(getrandom::u64()?, getrandom::u64()?))
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

/// What the limits of one request are counted by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys<'r> {
    /// The client's network: an IPv4-mapped address, or the /64 of an IPv6 address.
    pub(crate) address: [u8; 16],
    /// The scheme and the id of the authenticated caller.
    pub(crate) caller: Option<(&'r str, &'r str)>,
    /// The input fields that limits are keyed by, once the input is validated.
    pub(crate) input: Option<&'r super::InputKeys<'r>>,
}

impl Keys<'_> {
    pub(super) fn by_address(&self, key: HashKey) -> Digest {
        key.digest(&[b"a", &self.address])
    }

    /// By the address where there is no caller: everyone without one must not share a bucket.
    pub(super) fn by_caller(&self, key: HashKey) -> Digest {
        match self.caller {
            // 0xff is in no UTF-8 text, so that scheme and id cannot run into each other.
            Some((scheme, id)) => key.digest(&[b"c", scheme.as_bytes(), &[0xff], id.as_bytes()]),
            None => self.by_address(key),
        }
    }

    /// By the `nth` input field that the action's limits name. `None` if it is not there.
    pub(super) fn by_input(&self, key: HashKey, nth: usize) -> Option<Digest> {
        Some(key.digest(&[b"i", &self.input?.get(nth)?.to_le_bytes()]))
    }
}
