//! `Identity`: what an authenticator found out.

use std::fmt;
use std::sync::Arc;

use crate::policy::{Roles, Scopes};

/// What an authenticator found out about the bearer of a credential.
///
/// Not yet a [`Caller`](super::Caller): only the pipeline makes one. Cloning is cheap.
#[derive(Clone)]
pub struct Identity(Arc<Facts>);

#[derive(Clone)]
struct Facts {
    subject: Arc<str>,
    roles: Roles,
    scopes: Option<Scopes>,
    credential: Option<Arc<str>>,
    claims: Option<Vec<u8>>,
    authenticated_at: Option<u64>,
    acr: Option<Arc<str>>,
}

impl Identity {
    /// The bearer is `subject`, with no roles.
    #[must_use]
    pub fn new(subject: impl Into<Arc<str>>) -> Self {
        Self(Arc::new(Facts {
            subject: subject.into(),
            roles: Roles::NONE,
            scopes: None,
            credential: None,
            claims: None,
            authenticated_at: None,
            acr: None,
        }))
    }

    /// The roles of the bearer: those of [`PolicyTable::roles_named`](crate::policy::PolicyTable::roles_named), a `Role::Editor`, or
    /// several.
    #[must_use]
    pub fn with_roles(mut self, roles: impl Into<Roles>) -> Self {
        Arc::make_mut(&mut self.0).roles = roles.into();
        self
    }

    /// Narrows the credential to these permissions, from [`PolicyTable::permissions_named`](crate::policy::PolicyTable::permissions_named); without it, a credential is as wide as the bearer's roles.
    #[must_use]
    pub fn narrowed_to(mut self, scopes: Scopes) -> Self {
        Arc::make_mut(&mut self.0).scopes = Some(scopes);
        self
    }

    /// The credential's own public identifier, such as a token's `jti`: for the audit trail. Never the credential itself.
    #[must_use]
    pub fn with_credential_id(mut self, id: impl Into<Arc<str>>) -> Self {
        Arc::make_mut(&mut self.0).credential = Some(id.into());
        self
    }

    /// The verified claims, as a JSON object, for [`Caller::claims`](super::Caller::claims).
    #[must_use]
    pub fn with_claims(mut self, json: impl Into<Vec<u8>>) -> Self {
        Arc::make_mut(&mut self.0).claims = Some(json.into());
        self
    }

    /// When the bearer last authenticated in person, in seconds since 1970-01-01 UTC: for `auth(max_age = "5m")`.
    ///
    /// Not when the credential was made or renewed. Without it, no `max_age` is fulfilled.
    #[must_use]
    pub fn authenticated_at(mut self, unix_seconds: u64) -> Self {
        Arc::make_mut(&mut self.0).authenticated_at = Some(unix_seconds);
        self
    }

    /// At which level the bearer authenticated, its authentication context class: for `auth(acr = "mfa")`.
    ///
    /// Compared exactly, letter by letter. Without it, no `acr` is fulfilled.
    #[must_use]
    pub fn with_acr(mut self, acr: impl Into<Arc<str>>) -> Self {
        Arc::make_mut(&mut self.0).acr = Some(acr.into());
        self
    }

    pub(crate) fn authentication_time(&self) -> Option<u64> {
        self.0.authenticated_at
    }

    pub(crate) fn acr(&self) -> Option<&str> {
        self.0.acr.as_deref()
    }

    pub(crate) fn subject(&self) -> &Arc<str> {
        &self.0.subject
    }

    pub(crate) fn roles(&self) -> Roles {
        self.0.roles
    }

    pub(super) fn scopes(&self) -> Option<Scopes> {
        self.0.scopes
    }

    pub(crate) fn credential(&self) -> Option<&Arc<str>> {
        self.0.credential.as_ref()
    }

    pub(super) fn claims(&self) -> Option<&[u8]> {
        self.0.claims.as_deref()
    }
}

impl From<&str> for Identity {
    fn from(subject: &str) -> Self {
        Self::new(subject)
    }
}

impl From<String> for Identity {
    fn from(subject: String) -> Self {
        Self::new(subject)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("subject", &self.0.subject).field("roles", &self.0.roles).finish_non_exhaustive()
    }
}
