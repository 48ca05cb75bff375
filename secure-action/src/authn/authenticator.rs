//! `Authenticator`: one way of telling who is calling, and what it is asked with and answers.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;
use http::request::Parts;

use super::Outgoing;
use crate::caller::Identity;
use crate::error::Refusal;
use crate::policy::PolicyTable;
use crate::request::Moment;
use crate::spec::StepUp;

/// One way of telling who is calling.
///
/// Every configured authenticator that an action accepts is asked, in the order they were configured. Whose credentials were found
/// decides: bad ones are refused, whatever stands beside them, and so are two good ones, of which nobody can say whose call it is
/// meant to be. A client that has several names one by what it sends; an action that means one names it in `auth(...)`.
pub trait Authenticator: Send + Sync + 'static {
    /// The name in `auth(...)`, in [`Caller::authenticator`](crate::Caller::authenticator), in the audit trail and in the OpenAPI
    /// document: `"jwt"`.
    ///
    /// Each has its own. Letters, digits, `-`, `_` and `.`; checked at start-up.
    fn name(&self) -> &'static str;

    /// Whether browsers send the credential by themselves, also with a request that another site's page makes: cookies, client
    /// certificates, HTTP basic. Only a header that a page has to set itself is not ambient.
    ///
    /// Told for the protection against forged requests, which is not built yet: nothing asks for it so far, and a request with an
    /// ambient credential is taken as one that its caller meant. Whoever adds such an authenticator protects its actions himself.
    fn ambient(&self) -> bool {
        true
    }

    /// Who issues the credentials, where each names its issuer, and those of others are [`Authentication::Foreign`].
    ///
    /// No two authenticators have the same: a credential could not tell which of them decides.
    fn issuer(&self) -> Option<&str> {
        None
    }

    /// Looks for credentials and, where there are some, decides. Must not block and must not panic.
    ///
    /// Headers for the answer, such as a cookie that is renewed or cleared, are left in [`Presented::outgoing`].
    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a>;

    /// The `WWW-Authenticate` challenge (RFC 9110, section 11.6.1) for a request without credentials.
    fn challenge(&self) -> HeaderValue;

    /// The challenge for a request whose credentials were refused, and why.
    fn challenge_invalid(&self, _refusal: &Refusal) -> HeaderValue {
        self.challenge()
    }

    /// The challenge for a caller whose credential is too narrow for `permission`, where the scheme knows one
    /// (RFC 6750 `insufficient_scope`). `None`: for an action that no permission guards and that is not `scoped`, so that a
    /// narrowed credential is too narrow whatever its scopes are.
    ///
    /// The OpenAPI document is written from it too: give one for every permission that a credential can be narrowed by, and none
    /// where credentials are never narrowed.
    fn challenge_insufficient(&self, _permission: Option<&str>) -> Option<HeaderValue> {
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

/// What an authenticator gets to see, and where it leaves headers for the answer.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Presented<'a> {
    /// The request without its body.
    pub head: &'a Parts,
    /// The client's address: behind trusted proxies, what they say.
    pub client: IpAddr,
    /// The policy that role and permission names belong to.
    pub policy: &'static PolicyTable,
    /// The time of the request.
    pub now: Moment,
    /// Headers for the answer, whatever it will be: a 401 and a 500 have them, too.
    pub outgoing: &'a Outgoing,
}

impl<'a> Presented<'a> {
    /// What the pipeline shows, for the test of an authenticator.
    #[must_use]
    pub const fn new(
        head: &'a Parts,
        client: IpAddr,
        policy: &'static PolicyTable,
        now: Moment,
        outgoing: &'a Outgoing,
    ) -> Self {
        Self { head, client, policy, now, outgoing }
    }
}

/// Without the headers, where credentials are.
impl fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").field("client", &self.client).field("now", &self.now).finish_non_exhaustive()
    }
}

/// An authenticator's answer.
#[non_exhaustive]
pub enum Authentication<'a> {
    /// The request carries no credentials of this kind.
    Absent,
    /// The request carries credentials of this kind, which say that somebody else issued them: another authenticator may know
    /// them. Where none does, this is the refusal.
    ///
    /// What says so need not be verified: nobody is let in by it.
    Foreign(Refusal),
    /// Decided at once, which costs no allocation.
    Decided(Result<Identity, Refusal>),
    /// To be decided by something that must be waited for: a store, a remote key set.
    Pending(Pin<Box<dyn Future<Output = Result<Identity, Refusal>> + Send + 'a>>),
}

impl fmt::Debug for Authentication<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Foreign(_) => "Foreign",
            Self::Decided(Ok(_)) => "Decided(Ok)",
            Self::Decided(Err(_)) => "Decided(Err)",
            Self::Pending(_) => "Pending",
        })
    }
}
