//! `Cache`: tokens whose signature was verified, so that it is not verified again.

use std::any::TypeId;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use siphasher::sip128::{Hasher128, SipHasher24};

use super::verify::Verified;

/// A bounded memory of verified tokens, found by a keyed hash.
///
/// The hash is SipHash-2-4 of 128 bits under a key that never leaves the process: without the key, nobody can make a token
/// that shares an entry with another one, and by chance it takes 2⁶⁴ tokens. Only what was verified goes in, nothing
/// outlives its `exp`, and the text of a token is not kept.
///
/// What a token says depends on who reads it: on the policy that its roles and scopes are of, which is a part of the key, and on
/// the configuration that verified it, which has this memory to itself.
pub(super) struct Cache {
    key: [u8; 16],
    sets: Box<[Set]>,
}

/// Entries that compete for room with each other.
type Set = Mutex<[Option<(u128, Verified)>; WAYS]>;

const WAYS: usize = 4;

impl Cache {
    pub(super) fn new(tokens: usize) -> Result<Self, getrandom::Error> {
        let mut key = [0; 16];
        getrandom::fill(&mut key)?;
        let sets = tokens.div_ceil(WAYS).max(1);
        Ok(Self { key, sets: std::iter::repeat_with(|| Mutex::new([const { None }; WAYS])).take(sets).collect() })
    }

    pub(super) fn key(&self, token: &[u8], policy: TypeId) -> u128 {
        let mut hasher = SipHasher24::new_with_key(&self.key);
        policy.hash(&mut hasher);
        hasher.write(token);
        hasher.finish128().as_u128()
    }

    pub(super) fn get(&self, key: u128) -> Option<Verified> {
        let set = self.set(key)?.lock().unwrap_or_else(PoisonError::into_inner);
        set.iter().flatten().find(|(known, _)| *known == key).map(|(_, verified)| verified.clone())
    }

    /// Remembers a token in place of an expired one, or else of the one that expires first.
    pub(super) fn put(&self, key: u128, verified: Verified, now: u64) {
        let Some(set) = self.set(key) else {
            return;
        };
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        let worth = |entry: &Option<(u128, Verified)>| match entry {
            Some((known, verified)) if *known != key && verified.expires > now => verified.expires,
            _ => 0,
        };
        if let Some(entry) = set.iter_mut().min_by_key(|entry| worth(entry)) {
            *entry = Some((key, verified));
        }
    }

    fn set(&self, key: u128) -> Option<&Set> {
        self.sets.get((key % self.sets.len() as u128) as usize)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cache({})", self.sets.len() * WAYS)
    }
}
