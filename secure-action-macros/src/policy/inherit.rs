//! Inheritance between roles, resolved; a role that would inherit from itself is refused.

use syn::{Error, Ident};

use super::model::MAX_ROLES;
use super::names::name;
use super::parse::Written;

/// For each role, itself and everything it inherits from. A cycle is a fault, reported where it closes.
pub(super) fn inherit(written: &Written, roles: &[String], errors: &mut Vec<Error>) -> Vec<u64> {
    let index = |ident: &Ident| roles.iter().position(|role| *role == name(ident)).filter(|index| *index < MAX_ROLES);
    let mut includes: Vec<u64> = (0..roles.len()).map(|role| 1_u64.checked_shl(role as u32).unwrap_or_default()).collect();
    // Each round carries inheritance one level up; more levels than roles there are none.
    for _ in 0..roles.len().min(MAX_ROLES) {
        for role in &written.roles {
            let Some(own) = index(&role.name) else { continue };
            let inherited = role
                .parents
                .iter()
                .filter_map(index)
                .fold(0, |set, parent| set | includes.get(parent).copied().unwrap_or_default());
            if let Some(set) = includes.get_mut(own) {
                *set |= inherited;
            }
        }
    }
    let contains = |role: usize, other: usize| includes.get(role).is_some_and(|set| set & (1 << other) != 0);
    for role in &written.roles {
        let Some(own) = index(&role.name) else { continue };
        for parent in &role.parents {
            // In a cycle each role includes the other; it is reported once, at its last declared role.
            let Some(other) = index(parent) else { continue };
            if contains(other, own)
                && (0..roles.len().min(MAX_ROLES)).all(|role| !(contains(role, own) && contains(own, role)) || role <= own)
            {
                let message = format!(
                    "`{0}` inherits from itself: `{0}` -> `{parent}`{1}\nhelp: remove one of the parents",
                    role.name,
                    if own == other { String::new() } else { format!(" -> ... -> `{}`", role.name) }
                );
                errors.push(Error::new(parent.span(), message));
            }
        }
    }
    includes
}
