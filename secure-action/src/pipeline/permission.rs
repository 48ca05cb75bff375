//! Stage 6, authorization: whether this caller may, and whether it authenticated well enough for that.

use std::borrow::Cow;

use super::exchange::Exchange;
use super::limits::CallerLimited;
use crate::authz::{Authenticated, Denial, check_step_up, decide};
use crate::caller::Caller;
use crate::error::Refusal;
use crate::spec::{Access, StepUp};

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
    let policy = spec.policy.id();
    let insufficient = |reason: Cow<'static, str>, permission| {
        let refusal = Refusal::forbidden(reason);
        match core.authenticators.challenge_insufficient(caller, permission) {
            Some(challenge) => refusal.with_challenge(challenge),
            None => refusal,
        }
    };
    decide(requirement, spec.policy, caller.roles_of(policy), caller.scopes_of(policy)).map_err(|denial| match denial {
        Denial::Role => Refusal::forbidden("the caller has none of the admitted roles"),
        Denial::Permission(name) => Refusal::forbidden(format!("the caller's roles do not hold `{name}`")),
        Denial::Scope(name) => insufficient(format!("the caller's credential is not scoped to `{name}`").into(), Some(name)),
        Denial::Narrowed => {
            insufficient(Cow::Borrowed("the caller's credential is narrowed, and the action is not `scoped`"), None)
        }
    })?;
    // Last: who may not run the action however it authenticates is not sent to do so.
    if let Some(demanded) = &requirement.step_up {
        step_up(demanded, caller, exchange)?;
    }
    Ok(Permitted(()))
}

fn step_up(demanded: &StepUp, caller: &Caller, exchange: &Exchange<'_>) -> Result<(), Refusal> {
    let authenticators = &exchange.guard.core.authenticators;
    let identity = caller.identity();
    let authenticated = Authenticated { at: identity.authentication_time(), acr: identity.acr() };
    check_step_up(demanded, authenticated, exchange.now.unix, authenticators.leeway(caller)).map_err(|insufficient| {
        let refusal = Refusal::step_up_required(insufficient.reason).with_detail(insufficient.description);
        match authenticators.challenge_step_up(caller, demanded, insufficient.description) {
            Some(challenge) => refusal.with_challenge(challenge),
            None => refusal,
        }
    })
}
