//! `Revocation`: whether a token was taken back, asked on every request.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Answer = Result<bool, Box<dyn Error + Send + Sync>>;

/// Knows which tokens were taken back.
///
/// Asked on every request with a token whose signature and claims hold; the answer is never remembered. An error is an
/// outage: the request gets a 503, not a pass and not a denial.
pub trait Revocation: Send + Sync + 'static {
    /// Whether the token was revoked: by its id, by its session, or because everything issued to the subject before some
    /// moment was.
    fn is_revoked(&self, token: &TokenIds) -> impl Future<Output = Answer> + Send;
}

/// By what a token can be recognized.
#[derive(Clone, Debug)]
pub struct TokenIds {
    pub(super) subject: Arc<str>,
    pub(super) jti: Option<Arc<str>>,
    pub(super) sid: Option<Arc<str>>,
    pub(super) issued_at: Option<u64>,
}

impl TokenIds {
    /// The `sub` claim.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The `jti` claim.
    #[must_use]
    pub fn jti(&self) -> Option<&str> {
        self.jti.as_deref()
    }

    /// The `sid` claim.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// The `iat` claim, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn issued_at(&self) -> Option<u64> {
        self.issued_at
    }
}

/// A [`Revocation`] behind a pointer.
pub(super) trait AnyRevocation: Send + Sync {
    fn ask<'a>(&'a self, token: &'a TokenIds) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

impl<R: Revocation> AnyRevocation for R {
    fn ask<'a>(&'a self, token: &'a TokenIds) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(self.is_revoked(token))
    }
}
