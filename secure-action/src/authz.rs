//! What a caller may do: stage 6, decided on the constant requirement of the action.

use crate::action::Requirement;
use crate::policy::{PermissionSet, PolicyTable, RoleSet};

/// Why a caller may not run an action. For the log; a client is told nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// None of the caller's roles counts as one that the action admits.
    Role,
    /// The caller's roles do not hold this permission.
    Permission(&'static str),
    /// The caller's roles hold this permission, but the credential was narrowed to less.
    Scope(&'static str),
}

/// Decides whether roles, narrowed by the credential's scopes, fulfil `requirement`.
pub(crate) fn decide(
    requirement: &Requirement,
    policy: &PolicyTable,
    roles: RoleSet,
    scopes: Option<PermissionSet>,
) -> Result<(), Denial> {
    if !requirement.roles.is_empty() && !requirement.admitted.intersects(roles) {
        return Err(Denial::Role);
    }
    for &name in requirement.permissions {
        // A name that the policy does not declare is refused at compile time, and here too.
        let index = policy.permission_index(name).ok_or(Denial::Permission(name))?;
        if !policy.roles_granted(name).intersects(roles) {
            return Err(Denial::Permission(name));
        }
        if scopes.is_some_and(|scopes| !scopes.contains(index)) {
            return Err(Denial::Scope(name));
        }
    }
    Ok(())
}
