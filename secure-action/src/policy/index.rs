//! Where a name stands in a policy: a hash table that the compiler fills, so that the names in a token cost the same to read
//! under a policy of any size.

use std::fmt;

/// Positions by the hash of their names. A name whose slot is taken is in the next free one.
///
/// It is not keyed: its names are those of the policy, and no client can add one.
pub(super) struct Index<const SLOTS: usize>([Option<u8>; SLOTS]);

impl<const SLOTS: usize> Index<SLOTS> {
    /// No names yet; there will be fewer of them than slots.
    pub(super) const fn new() -> Self {
        const { assert!(SLOTS.is_power_of_two(), "slots are counted around a power of two") };
        Self([None; SLOTS])
    }

    /// Adds the name at `position`. Of two equal names, the first added is found first.
    #[expect(clippy::indexing_slicing, reason = "a remainder of the length is within it")]
    pub(super) const fn insert(&mut self, name: &str, position: u8) {
        let mut slot = first_slot(name);
        while self.position_at(slot).is_some() {
            slot = slot.wrapping_add(1);
        }
        self.0[slot % SLOTS] = Some(position);
    }

    /// The position of the name in a slot. The names to compare with are in the slots from [`first_slot`] to the first free one.
    #[expect(clippy::indexing_slicing, reason = "a remainder of the length is within it")]
    pub(super) const fn position_at(&self, slot: usize) -> Option<u8> {
        self.0[slot % SLOTS]
    }
}

impl<const SLOTS: usize> fmt::Debug for Index<SLOTS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

/// Where to look for a name first: its hash, eight bytes at a time.
pub(super) const fn first_slot(name: &str) -> usize {
    let mut rest = name.as_bytes();
    let mut hash = rest.len() as u64;
    while let Some((chunk, tail)) = rest.split_first_chunk() {
        hash = mix(hash ^ u64::from_le_bytes(*chunk));
        rest = tail;
    }
    let mut last = 0;
    while let [byte, tail @ ..] = rest {
        last = last << 8 | *byte as u64;
        rest = tail;
    }
    mix(hash ^ last) as usize
}

/// Both halves of the product with an odd number that has no pattern: every bit of the result depends on every bit.
const fn mix(word: u64) -> u64 {
    let product = word as u128 * 0x9e37_79b9_7f4a_7c15;
    product as u64 ^ (product >> 64) as u64
}
