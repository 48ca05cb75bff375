//! The access policy as constant tables: roles, permissions, and which role holds which permission.
//!
//! [`policy!`](crate::policy!) writes these tables; nothing else should. Everything in them is known to the compiler, so
//! `#[action]` can refuse a role or permission that does not exist while the code is being built.

mod application;
mod applied;
mod check;
mod held;
mod index;
mod message;
mod nearest;
mod set;
#[cfg(test)]
mod tests;

use std::any::TypeId;

pub use application::Application;
#[doc(hidden)]
pub use applied::{Known, Otherwise, Probe, require_application};
pub use held::{Roles, Scopes};
pub(crate) use set::PermissionSet;
pub use set::RoleSet;

use index::{Index, first_slot};

pub(crate) use check::same;
#[doc(hidden)]
pub use check::{
    permission_position, require_permission, require_role, require_satisfiable, require_separate, require_visible,
};
pub(crate) use message::{Message, fail};
pub(crate) use nearest::{Nearest, nearest};

/// The most roles one policy can declare.
pub const MAX_ROLES: usize = 64;

/// The most permissions one policy can declare.
pub const MAX_PERMISSIONS: usize = 256;

/// The roles of an application, the permissions they grant, and nothing else.
///
/// Written by [`policy!`](crate::policy!).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy",
    note = "declare one with `policy! {{ ... }}` and name it in `impl Application for App {{ type Policy = Policy; }}`"
)]
pub trait Policy: Declared + 'static {
    /// The enum of declared roles.
    type Role: Role<Policy = Self>;

    /// The whole policy.
    const TABLE: &'static PolicyTable;
}

/// One role of a policy, as a value.
///
/// Implemented by the `enum Role` that [`policy!`](crate::policy!) declares.
pub trait Role: Declared + Copy + 'static {
    /// The policy that declares this role.
    type Policy: Policy<Role = Self>;

    /// The position of this role in [`PolicyTable::roles`].
    fn index(self) -> u8;
}

/// One permission of a policy, as a type: `permission::user::Delete` is `"user:delete"`.
///
/// Implemented by the marker types that [`policy!`](crate::policy!) declares.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission",
    label = "not a permission",
    note = "a permission is named by the type that `policy!` declares for it: `permission::post::Edit` for `post: edit`"
)]
pub trait Permission: Declared + 'static {
    /// The policy that declares this permission.
    type Policy: Policy;

    /// The position of this permission in [`PolicyTable::permissions`].
    const INDEX: u8;

    /// The name on the wire and in attributes, `"resource:operation"`.
    const NAME: &'static str;
}

/// Seals [`Policy`], [`Role`] and [`Permission`]: what implements them, [`policy!`](crate::policy!) has declared.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared by `policy!`",
    label = "implemented by hand",
    note = "policies, roles and permissions are declared with `policy! {{ ... }}`, which decides who holds what in one place; declare it there"
)]
pub trait Declared {}

/// The permission at a position of a policy.
#[doc(hidden)]
pub trait PermissionAt<const INDEX: u8>: Policy {
    /// The permission.
    type Permission: Permission<Policy = Self>;
}

/// Stands for the type of a resource that [`policy!`](crate::policy!) gives none; there is no value of it.
#[derive(Clone, Copy, Debug)]
pub enum ResourceWithoutType {}

/// The text is not the name of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

/// A policy, flattened: inheritance is already resolved into sets.
#[derive(Debug)]
pub struct PolicyTable {
    /// The policy that these are the tables of.
    id: TypeId,
    /// Every declared role, in order of declaration.
    pub roles: &'static [RoleEntry],
    /// Every permission, in order of declaration.
    pub permissions: &'static [PermissionEntry],
    // Few of the slots are taken, so that a name is mostly found in the first.
    role_slots: Index<{ 4 * MAX_ROLES }>,
    permission_slots: Index<{ 4 * MAX_PERMISSIONS }>,
    /// Whether [`policy!`](crate::policy!) has reported a fault, so that what the tables lack may be what it could not read.
    incomplete: bool,
}

/// One declared role.
#[derive(Debug)]
pub struct RoleEntry {
    /// The name in attributes, tokens and documents.
    pub name: &'static str,
    /// This role and every role that it inherits from, directly or not.
    pub includes: RoleSet,
}

/// One permission.
#[derive(Debug)]
pub struct PermissionEntry {
    /// The name in attributes and documents, `"resource:operation"`.
    pub name: &'static str,
    /// The roles that hold it, if only under a condition; inheritance resolved.
    pub granted: RoleSet,
    /// The roles that hold it for every target.
    pub outright: RoleSet,
}

impl PolicyTable {
    /// The tables of the policy `P`, no more roles and permissions than there can be: [`policy!`](crate::policy!) refuses others.
    #[doc(hidden)]
    #[must_use]
    #[expect(clippy::panic, reason = "a policy is a constant, so this is a compile error")]
    pub const fn new<P: 'static>(roles: &'static [RoleEntry], permissions: &'static [PermissionEntry]) -> Self {
        if roles.len() > MAX_ROLES || permissions.len() > MAX_PERMISSIONS {
            panic!("a policy has at most 64 roles and 256 permissions");
        }
        let (mut role_slots, mut permission_slots) = (Index::new(), Index::new());
        let mut rest = roles;
        let mut index = 0;
        while let [role, tail @ ..] = rest {
            role_slots.insert(role.name, index as u8);
            rest = tail;
            index += 1;
        }
        let mut rest = permissions;
        let mut index = 0;
        while let [permission, tail @ ..] = rest {
            permission_slots.insert(permission.name, index as u8);
            rest = tail;
            index += 1;
        }
        Self { id: TypeId::of::<P>(), roles, permissions, role_slots, permission_slots, incomplete: false }
    }

    /// The same, of a policy that does not compile.
    #[doc(hidden)]
    #[must_use]
    pub const fn incomplete(mut self) -> Self {
        self.incomplete = true;
        self
    }

    /// Whether an attribute must not be held against it, because a fault of the policy has been reported.
    pub(crate) const fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The policy that these are the tables of.
    pub(crate) const fn id(&self) -> TypeId {
        self.id
    }

    /// The roles that count as `name`: the role itself and every role that inherits from it. Empty for an unknown name.
    pub(crate) const fn roles_including(&self, name: &str) -> RoleSet {
        let Some(wanted) = self.role_index(name) else {
            return RoleSet::EMPTY;
        };
        let mut found = RoleSet::EMPTY;
        let mut rest = self.roles;
        let mut index = 0;
        while let [role, tail @ ..] = rest {
            if role.includes.contains(wanted) {
                found = found.with(index);
            }
            rest = tail;
            index += 1;
        }
        found
    }

    /// The roles that hold the permission `name`. Empty for an unknown name.
    pub(crate) const fn roles_granted(&self, name: &str) -> RoleSet {
        match self.permission(name) {
            Some((_, permission)) => permission.granted,
            None => RoleSet::EMPTY,
        }
    }

    /// The roles that hold the permission `name` for every target. Empty for an unknown name.
    pub(crate) const fn roles_granted_outright(&self, name: &str) -> RoleSet {
        match self.permission(name) {
            Some((_, permission)) => permission.outright,
            None => RoleSet::EMPTY,
        }
    }

    /// The position of the role `name`.
    #[must_use]
    pub const fn role_index(&self, name: &str) -> Option<u8> {
        let mut slot = first_slot(name);
        while let Some(index) = self.role_slots.position_at(slot) {
            if let Some((_, [role, ..])) = self.roles.split_at_checked(index as usize)
                && check::same(role.name, name)
            {
                return Some(index);
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// The position of the permission `name`.
    #[must_use]
    pub const fn permission_index(&self, name: &str) -> Option<u8> {
        match self.permission(name) {
            Some((index, _)) => Some(index),
            None => None,
        }
    }

    const fn permission(&self, name: &str) -> Option<(u8, &'static PermissionEntry)> {
        let mut slot = first_slot(name);
        while let Some(index) = self.permission_slots.position_at(slot) {
            if let Some((_, [permission, ..])) = self.permissions.split_at_checked(index as usize)
                && check::same(permission.name, name)
            {
                return Some((index, permission));
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// The declared roles among `names`, as a credential carries them.
    ///
    /// A name that the policy does not declare grants nothing and is logged.
    pub fn roles_named<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Roles {
        let roles = names.into_iter().fold(RoleSet::EMPTY, |set, name| match self.role_index(name) {
            Some(index) => set.with(index),
            None => {
                tracing::debug!(role = name, "a credential names a role that the policy does not declare; ignored");
                set
            }
        });
        Roles::new(self.id, roles)
    }

    /// The declared permissions among `names`, as the scopes of a credential carry them; others are ignored.
    pub fn permissions_named<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Scopes {
        let positions = names.into_iter().filter_map(|name| self.permission_index(name));
        Scopes::new(self.id, positions.fold(PermissionSet::EMPTY, PermissionSet::with))
    }

    /// The names of those of `roles` that are of this policy, in order of declaration.
    pub fn role_names(&self, roles: Roles) -> impl Iterator<Item = &'static str> {
        let set = roles.of(self.id);
        (0..).zip(self.roles).filter(move |(index, _)| set.contains(*index)).map(|(_, role)| role.name)
    }
}
