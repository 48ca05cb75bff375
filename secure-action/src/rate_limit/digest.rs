//! `Digest`: what a key is counted under.

/// The key of an entry: 128 bits of a keyed hash, that nobody outside can predict or make collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest(pub(super) u128);

impl Digest {
    /// Chooses the shard.
    pub(super) fn high(self) -> u64 {
        u64::try_from(self.0 >> 64).unwrap_or(0)
    }

    /// What the line of fingerprints holds, and what chooses the set. Zero is a vacant way.
    pub(super) fn fingerprint(self) -> [u8; 4] {
        let [.., a, b, c, d, _, _, _, _] = self.0.to_be_bytes();
        if [a, b, c, d] == [0; 4] { [0, 0, 0, 1] } else { [a, b, c, d] }
    }

    /// What the entry holds. With the fingerprint, 64 bits tell two keys of one set apart.
    pub(super) fn tag(self) -> [u8; 4] {
        let [.., a, b, c, d] = self.0.to_be_bytes();
        [a, b, c, d]
    }
}
