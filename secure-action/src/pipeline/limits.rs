//! Stages 2, 4 and 8, rate limits: by what is known before authentication, by caller, by validated input.

use super::admission::Admitted;
use super::exchange::Exchange;
use super::identification::Identified;
use super::taking::Taken;
use crate::action::Action;
use crate::error::Refusal;
use crate::rate_limit::{Exceeded, InputKeys, Keys, Phase};
use crate::request::network_key;

/// Proof: the limits by address and the global ones hold.
pub(super) struct AddressLimited(());

/// Proof: the limits by caller hold.
pub(super) struct CallerLimited(());

/// Proof: every limit holds.
pub(super) struct Limited<T>(Taken<T>);

impl<T> Limited<T> {
    pub(super) fn into_arguments(self) -> T {
        self.0.into_arguments()
    }
}

pub(super) fn limit_addresses(_: Admitted, exchange: &mut Exchange<'_>) -> Result<AddressLimited, Refusal> {
    check(Phase::Address, None, exchange)?;
    Ok(AddressLimited(()))
}

pub(super) fn limit_callers(_: Identified, exchange: &mut Exchange<'_>) -> Result<CallerLimited, Refusal> {
    check(Phase::Caller, None, exchange)?;
    Ok(CallerLimited(()))
}

pub(super) fn limit_inputs<A: Action>(
    taken: Taken<A::Arguments>,
    exchange: &mut Exchange<'_>,
) -> Result<Limited<A::Arguments>, Refusal> {
    let guard = exchange.guard;
    if guard.limits.any_in(Phase::Input) {
        let mut keys = InputKeys::new(&guard.core.limiter);
        A::input_keys(taken.arguments(), &mut keys);
        check(Phase::Input, Some(&keys), exchange)?;
    }
    Ok(Limited(taken))
}

fn check(phase: Phase, input: Option<&InputKeys<'_>>, exchange: &mut Exchange<'_>) -> Result<(), Refusal> {
    let guard = exchange.guard;
    if !guard.limits.any_in(phase) {
        return Ok(());
    }
    // Stage 1 has found the address; without one there is no key to count by.
    let Some(client) = exchange.client else {
        return Err(Refusal::misconfigured("the client's address is unknown"));
    };
    let caller = exchange.caller.as_ref();
    let roles = caller.map(|caller| caller.roles_of(guard.spec.policy.id())).unwrap_or_default();
    let keys = Keys {
        address: network_key(client.address),
        caller: caller.map(|caller| (caller.authenticator(), caller.id())),
        input,
    };
    guard
        .limits
        .check(phase, &guard.core.limiter, &keys, roles, exchange.now.elapsed, &mut exchange.consumed)
        .map_err(|Exceeded { policy, retry_after }| Refusal::rate_limited(policy, retry_after))
}
