//! Whether an action demands a permission: nobody gets a proof of what was never asked.

use crate::error::Refusal;
use crate::spec::Access;

/// Refuses a proof of a permission that nobody was asked for: `#[action]` does not compile then, so this was not made by it.
pub(super) fn demanded(access: &Access, permission: u8) -> Result<(), Refusal> {
    match access {
        Access::Guarded(requirement) if requirement.needed.contains(permission) => Ok(()),
        _ => Err(Refusal::misconfigured("a proof of a permission that the action does not demand")),
    }
}

/// As [`demanded`], of everybody for every target.
pub(super) fn demanded_outright(access: &Access, permission: u8) -> Result<(), Refusal> {
    match access {
        Access::Guarded(requirement) if !requirement.targeted.contains(permission) => demanded(access, permission),
        _ => Err(Refusal::misconfigured("a proof for every target of a permission that is decided on one")),
    }
}
