//! Stage 3, authentication: who is calling.

use http::request::Parts;
use tracing::Span;

use super::exchange::Exchange;
use super::limits::AddressLimited;
use crate::authn::Presented;
use crate::error::Refusal;
use crate::spec::Access;

/// Proof: the caller is known, or the action is for anyone.
pub(super) struct Identified(());

pub(super) async fn identify(_: AddressLimited, exchange: &mut Exchange<'_>, parts: &Parts) -> Result<Identified, Refusal> {
    let (core, spec) = (&exchange.guard.core, exchange.guard.spec);
    let schemes = match &spec.access {
        Access::Guarded(requirement) => requirement.schemes,
        // Credentials that nobody asked for are not looked at.
        Access::Public if !spec.takes_caller() => return Ok(Identified(())),
        Access::Public => &[],
    };
    let Some(client) = exchange.client else {
        return Err(Refusal::misconfigured("the client's address is unknown"));
    };
    let presented = Presented::new(parts, client.address, spec.policy, exchange.now, &exchange.outgoing);
    let caller = core.authenticators.authenticate(schemes, presented).await;
    // Whatever header they came in.
    exchange.credentials |= !matches!(caller, Ok(None));
    match caller? {
        Some(caller) => {
            Span::current().record("enduser.id", caller.id());
            exchange.caller = Some(caller);
            Ok(Identified(()))
        }
        None if spec.access.is_public() => Ok(Identified(())),
        None => Err(core.authenticators.unauthenticated(schemes)),
    }
}
