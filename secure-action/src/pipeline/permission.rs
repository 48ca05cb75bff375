//! Stage 6, authorization: whether this caller may.

use super::exchange::Exchange;
use super::limits::CallerLimited;
use crate::action::Access;
use crate::authz::{Denial, decide};
use crate::error::Refusal;

/// Proof: the caller may run the action.
pub(super) struct Permitted(());

pub(super) fn permit(_: CallerLimited, exchange: &Exchange<'_>) -> Result<Permitted, Refusal> {
    let (core, spec) = (&exchange.guard.core, exchange.guard.spec);
    let requirement = match &spec.access {
        Access::Public => return Ok(Permitted(())),
        Access::Guarded(requirement) => requirement,
    };
    // Stage 3 has seen to it that there is one; should that ever change, nobody is let in.
    let Some(caller) = &exchange.caller else {
        return Err(core.authenticators.unauthenticated(requirement.schemes));
    };
    decide(requirement, spec.policy, caller.roles(), caller.scopes()).map_err(|denial| match denial {
        Denial::Role => Refusal::forbidden("the caller has none of the admitted roles"),
        Denial::Permission(name) => Refusal::forbidden(format!("the caller's roles do not hold `{name}`")),
        Denial::Scope(name) => {
            let refusal = Refusal::forbidden(format!("the caller's credential is not scoped to `{name}`"));
            match core.authenticators.challenge_insufficient(caller, name) {
                Some(challenge) => refusal.with_challenge(challenge),
                None => refusal,
            }
        }
    })?;
    Ok(Permitted(()))
}
