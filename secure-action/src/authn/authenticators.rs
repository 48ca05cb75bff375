//! `Authenticators`: those of an application, and which of them decides.

use std::future::ready;
use std::time::Duration;

use futures_util::future::Either;
use http::HeaderValue;

use super::{Authentication, Authenticator, Presented};
use crate::caller::Caller;
use crate::error::Refusal;
use crate::spec::StepUp;

/// The authenticators of an application, in the order they were configured.
pub(crate) struct Authenticators(Vec<Box<dyn Authenticator>>);

impl Authenticators {
    pub(crate) fn new(authenticators: Vec<Box<dyn Authenticator>>) -> Self {
        Self(authenticators)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Authenticator> {
        self.0.iter().map(|authenticator| &**authenticator)
    }

    /// Those that an action accepts that names these; an empty list accepts all.
    pub(crate) fn accepted<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = &'a dyn Authenticator> {
        self.iter().filter(move |authenticator| names.is_empty() || names.contains(&authenticator.name()))
    }

    /// Stage 3: who is calling. `None`: the request carries no credentials that the action accepts.
    pub(crate) async fn authenticate(&self, names: &[&str], presented: Presented<'_>) -> Result<Option<Caller>, Refusal> {
        #[cfg(all(feature = "testing", debug_assertions))]
        if let Some(caller) = self.stand_in(names, presented) {
            return Ok(Some(caller));
        }
        let mut found = None;
        let mut foreign: Option<Refusal> = None;
        for authenticator in self.accepted(names) {
            let decision = match authenticator.authenticate(presented) {
                Authentication::Absent => continue,
                Authentication::Foreign(refusal) => {
                    let challenge = authenticator.challenge_invalid(&refusal);
                    foreign = Some(foreign.unwrap_or(refusal).with_challenge(challenge));
                    continue;
                }
                Authentication::Decided(Err(refusal)) => return Err(challenged(authenticator, refusal)),
                Authentication::Decided(identity) => Either::Left(ready(identity)),
                Authentication::Pending(decision) => Either::Right(decision),
            };
            match found {
                None => found = Some((authenticator, decision)),
                Some((earlier, _)) => return Err(two_credentials(earlier, authenticator)),
            }
        }
        let Some((authenticator, decision)) = found else {
            return foreign.map_or(Ok(None), Err);
        };
        match decision.await {
            Ok(identity) => Ok(Some(Caller::new(authenticator.name(), identity))),
            Err(refusal) => Err(challenged(authenticator, refusal)),
        }
    }

    /// The refusal of a request without credentials, with the challenges of all that the action accepts.
    pub(crate) fn unauthenticated(&self, names: &[&str]) -> Refusal {
        self.accepted(names)
            .fold(Refusal::unauthenticated(), |refusal, authenticator| refusal.with_challenge(authenticator.challenge()))
    }

    /// The challenges of all that the action accepts, each once.
    pub(crate) fn challenges(&self, names: &[&str]) -> Vec<HeaderValue> {
        let mut challenges = Vec::new();
        for authenticator in self.accepted(names) {
            let challenge = authenticator.challenge();
            if !challenges.contains(&challenge) {
                challenges.push(challenge);
            }
        }
        challenges
    }

    /// The challenge that tells a caller which scope its credential lacks.
    pub(crate) fn challenge_insufficient(&self, caller: &Caller, permission: Option<&str>) -> Option<HeaderValue> {
        self.of(caller)?.challenge_insufficient(permission)
    }

    /// The challenge that tells a caller how to authenticate for this action.
    pub(crate) fn challenge_step_up(
        &self,
        caller: &Caller,
        demanded: &StepUp,
        description: &'static str,
    ) -> Option<HeaderValue> {
        let authenticator = self.of(caller)?;
        // A 401 has a challenge, even one that does not say what is missing (RFC 9110, section 15.5.2).
        Some(authenticator.challenge_step_up(demanded, description).unwrap_or_else(|| authenticator.challenge()))
    }

    /// How far the clock that dates the caller's authentication may differ from ours.
    pub(crate) fn leeway(&self, caller: &Caller) -> Duration {
        self.of(caller).map_or(Duration::ZERO, Authenticator::leeway)
    }

    /// The authenticator that found out who is calling.
    fn of(&self, caller: &Caller) -> Option<&dyn Authenticator> {
        self.iter().find(|authenticator| authenticator.name() == caller.authenticator())
    }
}

/// The refusal of credentials, with the challenge that says so; an outage is nobody's fault.
fn challenged(authenticator: &dyn Authenticator, refusal: Refusal) -> Refusal {
    if refusal.status().is_server_error() {
        return refusal;
    }
    let challenge = authenticator.challenge_invalid(&refusal);
    refusal.with_challenge(challenge)
}

/// The refusal of a request that carries credentials of both (RFC 6750, section 3.1: `invalid_request`).
fn two_credentials(one: &dyn Authenticator, other: &dyn Authenticator) -> Refusal {
    let reason = format!("credentials of `{}` beside credentials of `{}`", one.name(), other.name());
    let refusal = Refusal::malformed_credentials(reason).with_detail("The request carries more than one credential.");
    challenged(other, challenged(one, refusal))
}
