//! Sets of roles and of permissions, by position: bit sets, so that a decision is a handful of `and` instructions.
//!
//! They stay within the tables of one policy and what is made from them: they do not say of which policy they are.

/// A set of roles of one policy, by position; at most [`MAX_ROLES`](super::MAX_ROLES).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[doc(hidden)]
pub struct RoleSet(u64);

impl RoleSet {
    /// No role.
    pub const EMPTY: Self = Self(0);
    /// Every role that there can be.
    pub(crate) const ALL: Self = Self(u64::MAX);

    /// The set with these bits; bit *i* is the role at position *i*.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// This set and the role at `index`; a position beyond the largest policy adds nothing.
    #[must_use]
    pub(crate) const fn with(self, index: u8) -> Self {
        Self(self.0 | bit(index))
    }

    /// The roles in either set.
    #[must_use]
    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The roles in both sets.
    pub(crate) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The roles of this set that are not in the other.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the role at `index` is in the set.
    #[must_use]
    pub(crate) const fn contains(self, index: u8) -> bool {
        self.0 & bit(index) != 0
    }

    /// Whether any role is in both sets.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no role is in the set.
    #[must_use]
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A set of permissions of one policy, by position; at most [`MAX_PERMISSIONS`](super::MAX_PERMISSIONS).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PermissionSet([u64; 4]);

impl PermissionSet {
    /// No permission.
    pub(crate) const EMPTY: Self = Self([0; 4]);

    /// This set and the permission at `index`.
    pub(crate) const fn with(mut self, index: u8) -> Self {
        let [a, b, c, d] = &mut self.0;
        let word = match index / 64 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        *word |= bit(index % 64);
        self
    }

    /// Whether the permission at `index` is in the set.
    pub(crate) const fn contains(self, index: u8) -> bool {
        let [a, b, c, d] = self.0;
        let word = match index / 64 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        word & bit(index % 64) != 0
    }

    /// Whether every permission of `other` is in the set.
    pub(crate) fn contains_all(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own & other == *other)
    }
}

const fn bit(index: u8) -> u64 {
    if index < 64 { 1 << index } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_its_own_bit() {
        for index in 0..=255 {
            let set = PermissionSet::EMPTY.with(index);
            for other in 0..=255 {
                assert_eq!(set.contains(other), other == index);
            }
        }
        for index in 0..64 {
            let set = RoleSet::EMPTY.with(index);
            for other in 0..=255 {
                assert_eq!(set.contains(other), other == index);
            }
        }
        assert_eq!(RoleSet::EMPTY.with(64), RoleSet::EMPTY);
    }
}
