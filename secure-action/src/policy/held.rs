//! What a caller holds, with the policy that it is of: roles, and the permissions that a credential is narrowed to.
//!
//! The tables of a policy count by position, and position 0 is a role in every policy. So nothing leaves them by position
//! alone: what one policy's tables named is nothing to another policy.

use std::any::TypeId;

use super::{PermissionSet, Role, RoleSet};

/// Roles of one policy, from [`PolicyTable::roles_named`](super::PolicyTable::roles_named).
///
/// They know which policy they are of: to any other policy, they are no roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    policy: Option<TypeId>,
    roles: RoleSet,
}

/// Permissions of one policy that a credential is narrowed to, from
/// [`PolicyTable::permissions_named`](super::PolicyTable::permissions_named).
///
/// They know which policy they are of: to any other policy, they are no permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes {
    policy: TypeId,
    permissions: PermissionSet,
}

impl Roles {
    /// No roles, of any policy.
    pub const NONE: Self = Self { policy: None, roles: RoleSet::EMPTY };

    pub(super) const fn new(policy: TypeId, roles: RoleSet) -> Self {
        Self { policy: Some(policy), roles }
    }

    /// Whether exactly this role is among them, inheritance not applied. Another policy's never is.
    #[must_use]
    pub fn contains<R: Role>(&self, role: R) -> bool {
        self.of(TypeId::of::<R::Policy>()).contains(role.index())
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// By position, if they are of this policy.
    pub(crate) fn of(&self, policy: TypeId) -> RoleSet {
        if self.policy == Some(policy) { self.roles } else { RoleSet::EMPTY }
    }
}

impl<R: Role> From<R> for Roles {
    fn from(role: R) -> Self {
        Self::from([role])
    }
}

impl<R: Role, const N: usize> From<[R; N]> for Roles {
    fn from(roles: [R; N]) -> Self {
        let set = roles.into_iter().fold(RoleSet::EMPTY, |set, role| set.with(role.index()));
        Self::new(TypeId::of::<R::Policy>(), set)
    }
}

impl Scopes {
    pub(super) const fn new(policy: TypeId, permissions: PermissionSet) -> Self {
        Self { policy, permissions }
    }

    /// By position, if they are of this policy.
    pub(crate) fn of(&self, policy: TypeId) -> PermissionSet {
        if self.policy == policy { self.permissions } else { PermissionSet::EMPTY }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Declared, PermissionEntry, Policy, PolicyTable, RoleEntry};
    use super::*;

    macro_rules! policy {
        ($policy:ident, $role:ident, $name:literal, $permission:literal) => {
            struct $policy;

            #[derive(Clone, Copy)]
            struct $role;

            impl Declared for $policy {}

            impl Policy for $policy {
                type Role = $role;
                const TABLE: &'static PolicyTable = &PolicyTable::new::<Self>(
                    &[RoleEntry { name: $name, includes: RoleSet::from_bits(1) }],
                    &[PermissionEntry { name: $permission, granted: RoleSet::from_bits(1), outright: RoleSet::from_bits(1) }],
                );
            }

            impl Declared for $role {}

            impl Role for $role {
                type Policy = $policy;

                fn index(self) -> u8 {
                    0
                }
            }
        };
    }

    policy!(Shop, Customer, "customer", "order:read");
    policy!(BackOffice, Root, "root", "ledger:write");

    #[test]
    fn what_one_policy_named_is_nothing_to_another() {
        let (shop, back_office) = (TypeId::of::<Shop>(), TypeId::of::<BackOffice>());
        let roles = Shop::TABLE.roles_named(["customer", "root"]);
        assert!(roles.contains(Customer) && !roles.contains(Root) && !roles.is_empty());
        assert_eq!((roles.of(shop), roles.of(back_office)), (RoleSet::from_bits(1), RoleSet::EMPTY));
        assert_eq!(
            (Roles::from(Customer), Roles::from([Root])),
            (Shop::TABLE.roles_named(["customer"]), BackOffice::TABLE.roles_named(["root"]))
        );
        let scopes = BackOffice::TABLE.permissions_named(["ledger:write", "order:read"]);
        assert_eq!((scopes.of(back_office), scopes.of(shop)), (PermissionSet::EMPTY.with(0), PermissionSet::EMPTY));
        for policy in [shop, back_office] {
            assert_eq!(Roles::NONE.of(policy), RoleSet::EMPTY);
        }
        assert_eq!(Roles::default(), Roles::NONE);
        assert_ne!(Shop::TABLE.roles_named([]), BackOffice::TABLE.roles_named([]));
    }
}
