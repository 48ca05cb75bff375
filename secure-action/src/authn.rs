//! Who is calling: credentials become a [`Caller`].

#[cfg(feature = "jwt")]
mod bearer;
#[cfg(feature = "jwt")]
pub mod jwt;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;
use http::request::Parts;

pub use crate::caller::{Caller, Identity};

use crate::error::Refusal;
use crate::policy::PolicyTable;
use crate::request::Moment;
use crate::spec::StepUp;

/// One way of telling who is calling.
///
/// Every configured authenticator that an action accepts is asked in turn. The first that finds credentials of its kind
/// decides: bad credentials are refused, never passed on to the next one.
pub trait Authenticator: Send + Sync + 'static {
    /// The word for this kind of credential in `auth(...)`, in [`Caller::scheme`] and in the OpenAPI document: `"jwt"`.
    fn scheme(&self) -> &'static str;

    /// Looks for credentials and, where there are some, decides. Must not block and must not panic.
    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a>;

    /// The `WWW-Authenticate` challenge (RFC 9110, section 11.6.1) for a request without credentials.
    fn challenge(&self) -> HeaderValue;

    /// The challenge for a request whose credentials were refused, and why.
    fn challenge_invalid(&self, _refusal: &Refusal) -> HeaderValue {
        self.challenge()
    }

    /// The challenge for a caller whose credential is too narrow for `permission`, where the scheme knows one
    /// (RFC 6750 `insufficient_scope`). The OpenAPI document is written from it too: give one for every permission that a
    /// credential can be narrowed by, and none where credentials are never narrowed.
    fn challenge_insufficient(&self, _permission: &str) -> Option<HeaderValue> {
        None
    }

    /// The challenge for a caller who authenticated too long ago, or at another level than the action demands, where the
    /// scheme knows one (RFC 9470 `insufficient_user_authentication`). `description` says which, for people.
    ///
    /// Without one, the caller is refused with [`challenge`](Self::challenge).
    fn challenge_step_up(&self, _demanded: &StepUp, _description: &'static str) -> Option<HeaderValue> {
        None
    }

    /// Whether an identity from here can fulfil this demand: with [`Identity::authenticated_at`] a `max_age`, with
    /// [`Identity::with_acr`] one of the levels in `acr`.
    ///
    /// An action whose demand no authenticator it accepts can fulfil does not start.
    fn supports_step_up(&self, _demanded: &StepUp) -> bool {
        false
    }

    /// How far the clock of whoever says when a caller authenticated may differ from ours.
    fn leeway(&self) -> Duration {
        Duration::ZERO
    }

    /// The OpenAPI security scheme object.
    fn security_scheme(&self) -> serde_json::Value;

    /// What is unsafe or incomplete about the configuration; checked at start-up.
    fn faults(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What an authenticator gets to see.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// The request without its body.
    pub head: &'a Parts,
    /// The policy that role and permission names belong to.
    pub policy: &'static PolicyTable,
    /// The time of the request.
    pub now: Moment,
}

/// An authenticator's answer.
pub enum Authentication<'a> {
    /// The request carries no credentials of this kind.
    Absent,
    /// Decided at once, which costs no allocation.
    Decided(Result<Identity, Refusal>),
    /// To be decided by something that must be waited for: a store, a remote key set.
    Pending(Pin<Box<dyn Future<Output = Result<Identity, Refusal>> + Send + 'a>>),
}

impl std::fmt::Debug for Authentication<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Decided(Ok(_)) => "Decided(Ok)",
            Self::Decided(Err(_)) => "Decided(Err)",
            Self::Pending(_) => "Pending",
        })
    }
}

/// The authenticators of an application, in the order they were configured.
pub(crate) struct Authenticators(Vec<Box<dyn Authenticator>>);

impl Authenticators {
    pub(crate) fn new(authenticators: Vec<Box<dyn Authenticator>>) -> Self {
        Self(authenticators)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Authenticator> {
        self.0.iter().map(|authenticator| &**authenticator)
    }

    /// Those that an action with `schemes` accepts; an empty list accepts all.
    pub(crate) fn accepted<'a>(&'a self, schemes: &'a [&'a str]) -> impl Iterator<Item = &'a dyn Authenticator> {
        self.iter().filter(move |authenticator| schemes.is_empty() || schemes.contains(&authenticator.scheme()))
    }

    /// Stage 3: who is calling. `None`: the request carries no credentials that the action accepts.
    pub(crate) async fn authenticate(&self, schemes: &[&str], presented: Presented<'_>) -> Result<Option<Caller>, Refusal> {
        for authenticator in self.accepted(schemes) {
            let decided = match authenticator.authenticate(presented) {
                Authentication::Absent => continue,
                Authentication::Decided(decided) => decided,
                Authentication::Pending(decision) => decision.await,
            };
            return match decided {
                Ok(identity) => Ok(Some(Caller::new(authenticator.scheme(), identity))),
                Err(refusal) if refusal.status().is_server_error() => Err(refusal),
                Err(refusal) => {
                    let challenge = authenticator.challenge_invalid(&refusal);
                    Err(refusal.with_challenge(challenge))
                }
            };
        }
        Ok(None)
    }

    /// The refusal of a request without credentials, with a challenge for each scheme that the action accepts.
    pub(crate) fn unauthenticated(&self, schemes: &[&str]) -> Refusal {
        self.accepted(schemes)
            .fold(Refusal::unauthenticated(), |refusal, authenticator| refusal.with_challenge(authenticator.challenge()))
    }

    /// The challenge that tells a caller which scope its credential lacks.
    pub(crate) fn challenge_insufficient(&self, caller: &Caller, permission: &str) -> Option<HeaderValue> {
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
        self.iter().find(|authenticator| authenticator.scheme() == caller.scheme())
    }
}
