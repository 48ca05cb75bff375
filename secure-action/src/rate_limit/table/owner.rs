//! `Owner`: which address brought a key into the table, so that none can fill it.

use super::super::key::HashKey;

/// Ways of a set that keys from one address may hold: of 14. Whatever one address sends, ten are left for the others.
pub(super) const OWN_WAYS: usize = 4;

/// 24 bits of a keyed hash of the address. Two addresses that have the same ones, which nobody can bring about, share their ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Owner(pub(super) u32);

impl Owner {
    pub(super) fn of(secret: HashKey, address: [u8; 16]) -> Self {
        let [low, middle, high, ..] = secret.digest(&[&address]).0.to_le_bytes();
        Self(u32::from_le_bytes([low, middle, high, 0]))
    }

    /// From 1 to 15: what the line of fingerprints has room for. Where it differs, the owners do.
    pub(super) fn hint(self) -> u64 {
        u64::from(self.0 % 15) + 1
    }
}
