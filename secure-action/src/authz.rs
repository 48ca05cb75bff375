//! What a caller may do: stage 6, decided on the constant requirement of the action.

mod authorized;
mod decisions;
mod demanded;
mod pending;
mod permit;
mod step_up;
mod target;

pub use authorized::Authorized;
pub(crate) use decisions::Decisions;
pub use pending::{Pending, Scope};
pub use permit::Permit;
pub use target::{Decided, Target, TargetPermission};

use crate::policy::{PermissionSet, PolicyTable, RoleSet};
use crate::spec::Requirement;

pub(crate) use step_up::{Authenticated, check_step_up};

/// Why a caller may not run an action. For the log; a client is told nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// None of the caller's roles counts as one that the action admits.
    Role,
    /// The caller's roles do not hold this permission.
    Permission(&'static str),
    /// The caller's roles hold this permission, but the credential was narrowed to less.
    Scope(&'static str),
    /// The credential was narrowed, and no permission of the action says which scope it needs.
    Narrowed,
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
    if scopes.is_some() && requirement.refuses_narrowed() {
        return Err(Denial::Narrowed);
    }
    // Most callers have one role that holds everything, which takes no names to see.
    let held = requirement.permissions.is_empty() || requirement.holders.intersects(roles);
    if held && scopes.is_none_or(|scopes| scopes.contains_all(&requirement.needed)) {
        return Ok(());
    }
    decide_by_name(requirement, policy, roles, scopes)
}

/// The same permission by permission, for callers whose roles hold them only together, and for the reason of a denial.
fn decide_by_name(
    requirement: &Requirement,
    policy: &PolicyTable,
    roles: RoleSet,
    scopes: Option<PermissionSet>,
) -> Result<(), Denial> {
    for &name in requirement.permissions {
        // A name that the policy does not declare is refused at compile time, and here too.
        let index = policy.permission_index(name).ok_or(Denial::Permission(name))?;
        if !requirement.holders_of(policy, name).intersects(roles) {
            return Err(Denial::Permission(name));
        }
        if scopes.is_some_and(|scopes| !scopes.contains(index)) {
            return Err(Denial::Scope(name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{PermissionEntry, RoleEntry};
    use crate::spec::Access;

    /// Three roles, the last of which includes the first, and a permission for each way of granting it.
    static POLICY: PolicyTable = PolicyTable::new::<()>(
        &[
            RoleEntry { name: "user", includes: RoleSet::from_bits(0b001) },
            RoleEntry { name: "auditor", includes: RoleSet::from_bits(0b010) },
            RoleEntry { name: "admin", includes: RoleSet::from_bits(0b101) },
        ],
        &[
            PermissionEntry { name: "note:read", granted: RoleSet::from_bits(0b111), outright: RoleSet::from_bits(0b111) },
            PermissionEntry { name: "note:write", granted: RoleSet::from_bits(0b101), outright: RoleSet::from_bits(0b101) },
            PermissionEntry { name: "log:read", granted: RoleSet::from_bits(0b010), outright: RoleSet::from_bits(0b010) },
            PermissionEntry { name: "note:nobody", granted: RoleSet::EMPTY, outright: RoleSet::EMPTY },
        ],
    );

    /// What the words of the attribute say, without any of the shortcuts.
    fn expected(roles: &[&str], permissions: &[&str], scoped: bool, held: RoleSet, scopes: Option<PermissionSet>) -> bool {
        let names: Vec<_> = POLICY.roles.iter().enumerate().filter(|(index, _)| held.contains(*index as u8)).collect();
        let counts_as = |wanted: &str| {
            let wanted = POLICY.roles.iter().position(|role| role.name == wanted);
            wanted.is_some_and(|wanted| names.iter().any(|(_, role)| role.includes.contains(wanted as u8)))
        };
        let may = |permission: &str| {
            let index = POLICY.permissions.iter().position(|entry| entry.name == permission);
            index.is_some_and(|index| {
                names.iter().any(|(role, _)| POLICY.permissions[index].granted.contains(*role as u8))
                    && scopes.is_none_or(|scopes| scopes.contains(index as u8))
            })
        };
        (roles.is_empty() || roles.iter().any(|role| counts_as(role)))
            && permissions.iter().all(|permission| may(permission))
            && (scopes.is_none() || scoped || !permissions.is_empty())
    }

    #[test]
    fn trap_01_every_combination_of_roles_scopes_and_requirements_is_decided_as_written() {
        let roles = [&[][..], &["user"], &["admin"], &["auditor"], &["user", "auditor"]];
        let permissions = [
            &[][..],
            &["note:read"],
            &["note:write"],
            &["log:read"],
            &["note:write", "log:read"],
            &["note:read", "note:write", "log:read"],
            &["note:nobody"],
            &["note:read", "no:such"],
        ];
        let mut allowed = 0;
        for (roles, permissions) in roles.iter().flat_map(|roles| permissions.iter().map(move |names| (*roles, *names))) {
            for scoped in [false, true] {
                let access = Access::guarded(&POLICY, &[], roles, permissions);
                let Access::Guarded(requirement) = (if scoped { access.scoped() } else { access }) else {
                    panic!("guarded");
                };
                for held in (0..8).map(RoleSet::from_bits) {
                    let narrowed = (0..16_u8).map(|bits| {
                        (0..4).filter(|index| bits >> index & 1 == 1).fold(PermissionSet::EMPTY, PermissionSet::with)
                    });
                    for scopes in std::iter::once(None).chain(narrowed.map(Some)) {
                        let decided = decide(&requirement, &POLICY, held, scopes);
                        assert_eq!(
                            decided.is_ok(),
                            expected(roles, permissions, scoped, held, scopes),
                            "{roles:?} {permissions:?} {scoped} {held:?} {scopes:?}"
                        );
                        allowed += usize::from(decided.is_ok());
                    }
                }
            }
        }
        assert!(allowed > 100, "{allowed}");
    }

    #[test]
    fn a_denial_names_the_first_thing_that_is_missing() {
        let ask = |roles, permissions, held, scopes| {
            let Access::Guarded(requirement) = Access::guarded(&POLICY, &[], roles, permissions) else {
                panic!("guarded");
            };
            decide(&requirement, &POLICY, RoleSet::from_bits(held), scopes)
        };
        assert_eq!(ask(&["admin"], &["note:read"], 0b001, None), Err(Denial::Role));
        assert_eq!(ask(&[], &["note:read", "log:read"], 0b001, None), Err(Denial::Permission("log:read")));
        assert_eq!(ask(&[], &["note:read"], 0b001, Some(PermissionSet::EMPTY)), Err(Denial::Scope("note:read")));
        assert_eq!(ask(&["admin"], &[], 0b001, Some(PermissionSet::EMPTY)), Err(Denial::Role));
        assert_eq!(ask(&["admin"], &[], 0b100, Some(PermissionSet::EMPTY.with(0))), Err(Denial::Narrowed));
        assert_eq!(ask(&[], &["no:such"], 0b111, None), Err(Denial::Permission("no:such")));
    }
}
