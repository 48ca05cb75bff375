//! Stages 2, 4 and 8, rate limits: by what is known before authentication, by caller, by validated input.

use super::admission::Admitted;
use super::exchange::Exchange;
use super::identification::Identified;
use super::taking::Taken;
use crate::action::Action;
use crate::audit::AuditNote;
use crate::error::Refusal;
use crate::rate_limit::{Exceeded, InputKeys, Keys, Outage, Phase};
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

pub(super) async fn limit_addresses(_: Admitted, exchange: &mut Exchange<'_>) -> Result<AddressLimited, Refusal> {
    check(Phase::Address, None, exchange).await?;
    Ok(AddressLimited(()))
}

pub(super) async fn limit_callers(_: Identified, exchange: &mut Exchange<'_>) -> Result<CallerLimited, Refusal> {
    check(Phase::Caller, None, exchange).await?;
    Ok(CallerLimited(()))
}

pub(super) async fn limit_inputs<A: Action>(
    taken: Taken<A::Arguments>,
    exchange: &mut Exchange<'_>,
) -> Result<Limited<A::Arguments>, Refusal> {
    let guard = exchange.guard;
    if guard.limits.any_in(Phase::Input) {
        let mut keys = InputKeys::new(&guard.core.limiter);
        A::input_keys(taken.arguments(), &mut keys);
        check(Phase::Input, Some(&keys), exchange).await?;
    }
    Ok(Limited(taken))
}

async fn check(phase: Phase, input: Option<&InputKeys<'_>>, exchange: &mut Exchange<'_>) -> Result<(), Refusal> {
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
    let (limiter, limits, now) = (&guard.core.limiter, &guard.limits, exchange.now.elapsed);
    let due = limits.due(phase, &keys, roles).map_err(refusal)?;
    if due.is_empty() {
        return Ok(());
    }
    if !limiter.is_shared() {
        return limits.settle(&due, limiter.decide(&due, now), &mut exchange.consumed).map_err(refusal);
    }
    // Boxed, so that a call which is counted in memory does not carry the room for it.
    let elsewhere = Box::pin(async move {
        let decision = limiter.decide_elsewhere(&due, now).await;
        (due, decision)
    });
    let (due, decision) = elsewhere.await;
    let decision = decision.map_err(|Outage| Refusal::unavailable("the shared store of the rate limits is out of order"))?;
    if decision.is_makeshift(limiter) {
        exchange
            .note
            .get_or_insert_with(AuditNote::new)
            .fact("rate_limit_store", "out of order; counted by this process alone");
    }
    limits.settle(&due, decision, &mut exchange.consumed).map_err(refusal)
}

fn refusal(Exceeded { policies, retry_after }: Exceeded) -> Refusal {
    Refusal::rate_limited(policies, retry_after)
}
