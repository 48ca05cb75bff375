//! JSON Web Tokens: bearer tokens that say who is calling, held against RFC 8725.
//!
//! The signature is checked by `jsonwebtoken` over aws-lc (ISC and Apache-2.0): with P-256 and RSA it is five to ten times
//! as fast as the pure Rust backend (`tests/benches/jwt_backends.sh`). Everything around the signature is decided here,
//! because each part of a token is then decoded once, and because a library that accepts whatever is well-formed is not
//! what a guard needs.

mod cache;
mod claims;
mod faults;
mod issuer;
mod key;
mod last_header;
mod names;
mod rejected;
mod revocation;
mod token;
mod verify;

#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use super::bearer::{self, Bearer};
use super::{Authentication, Authenticator, Presented};
use crate::error::Refusal;
use crate::spec::StepUp;

pub use key::KeyRing;
pub use revocation::{Revocation, TokenIds};

use cache::Cache;
use issuer::Issuer;
use last_header::LastHeader;
use rejected::Rejected;
use revocation::AnyRevocation;

/// Authenticates bearer tokens in the form of JSON Web Tokens.
///
/// Required of every token, and checked: a signature by one of the keys with that key's algorithm, `iss`, `aud`, `sub`,
/// `exp`; where present, `nbf`, `iat`, `typ`. Anything that the token says about its own keys (`jku`, `jwk`, `x5u`, `x5c`)
/// is ignored.
///
/// Roles come from the claim `roles`, an array or a text with spaces. Keep tokens short-lived: a role in a token is as old
/// as the token.
///
/// For actions with `auth(max_age = "...")` and `auth(acr = "...")`, the claims `auth_time`, a date, and `acr`, a text, say when
/// and at which level the caller authenticated (RFC 9068, section 2.2.1). A token in which either has another shape is
/// malformed.
///
/// ```no_run
/// use secure_action::authn::jwt::Jwt;
///
/// let key = std::fs::read("token.key")?; // at least 32 random bytes
/// let jwt = Jwt::hs256(key).issuer("https://id.example.com").audience("api");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Jwt {
    name: &'static str,
    keys: KeyRing,
    issuer: Option<Issuer>,
    audiences: Vec<String>,
    typ: Option<String>,
    leeway: Duration,
    roles: Vec<String>,
    scopes: Option<String>,
    revocation: Option<Box<dyn AnyRevocation>>,
    cache: Option<Cache>,
    last_header: LastHeader,
}

impl Jwt {
    /// The name in `auth(...)`, unless [`named`](Self::named) says otherwise.
    pub const DEFAULT_NAME: &'static str = "jwt";
    /// How far clocks may differ, unless [`leeway`](Self::leeway) says otherwise: 30 seconds.
    pub const DEFAULT_LEEWAY: Duration = Duration::from_secs(30);
    /// How many verified tokens are remembered, unless [`cache`](Self::cache) says otherwise.
    pub const DEFAULT_CACHE: usize = 4096;

    /// Tokens signed with HMAC-SHA-256. The secret: at least 32 random bytes.
    #[must_use]
    pub fn hs256(secret: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().hs256(secret))
    }

    /// Tokens signed with ECDSA over P-256. The public key: PEM.
    #[must_use]
    pub fn es256(public_key: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().es256(public_key))
    }

    /// Tokens signed with RSASSA-PKCS1-v1_5 and SHA-256. The public key: PEM, at least 2048 bits.
    #[must_use]
    pub fn rs256(public_key: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().rs256(public_key))
    }

    /// Tokens signed with Ed25519. The public key: PEM.
    #[must_use]
    pub fn eddsa(public_key: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().eddsa(public_key))
    }

    /// Tokens signed with the key of a JSON Web Key: see [`KeyRing::jwk`].
    #[must_use]
    pub fn jwk(json: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().jwk(json))
    }

    /// Tokens signed with one of the keys of a JSON Web Key Set: see [`KeyRing::jwk_set`].
    #[must_use]
    pub fn jwk_set(json: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().jwk_set(json))
    }

    /// Tokens signed with the secret of a JSON Web Key: see [`KeyRing::jwk_secret`].
    #[must_use]
    pub fn jwk_secret(json: impl AsRef<[u8]>) -> Self {
        Self::keys(KeyRing::new().jwk_secret(json))
    }

    /// Names the key, as most issuers do in the header of their tokens: see [`KeyRing::kid`].
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.keys = self.keys.kid(kid);
        self
    }

    /// Tokens signed with one of several keys.
    #[must_use]
    pub fn keys(keys: KeyRing) -> Self {
        Self {
            name: Self::DEFAULT_NAME,
            keys,
            issuer: None,
            audiences: Vec::new(),
            typ: None,
            leeway: Self::DEFAULT_LEEWAY,
            roles: vec!["roles".to_owned()],
            scopes: None,
            revocation: None,
            cache: Cache::new(Self::DEFAULT_CACHE).ok(),
            last_header: LastHeader::default(),
        }
    }

    /// The name in `auth(...)`, where there are several, each for an issuer of its own: `auth("partner-jwt")`.
    ///
    /// Which of them decides about a token, its `iss` says. A token of an issuer that no accepted one has is refused.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Who must have issued the token: its `iss`, exactly.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(Issuer::new(&issuer.into()));
        self
    }

    /// Whom the token must be for: one of its `aud`. Called again, either will do.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// What kind of token it must be: its `typ`, such as `at+jwt` (RFC 9068).
    ///
    /// Without it, tokens without `typ` and those of type `JWT` and `at+jwt` are accepted, and any other kind is refused, so
    /// that a sign-out or event token of the same issuer is not taken for an access token.
    #[must_use]
    pub fn typ(mut self, typ: impl Into<String>) -> Self {
        self.typ = Some(typ.into());
        self
    }

    /// How far clocks may differ; at most five minutes. Allowed for with every date in a token: `exp`, `nbf`, `iat` and, where
    /// an action asks for it, `auth_time`.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// The claim that names the caller's roles (default: `roles`).
    #[must_use]
    pub fn roles_claim(self, name: impl Into<String>) -> Self {
        self.roles_claim_path([name])
    }

    /// The path to the claim that names the caller's roles, such as `["realm_access", "roles"]`.
    #[must_use]
    pub fn roles_claim_path<N: Into<String>>(mut self, path: impl IntoIterator<Item = N>) -> Self {
        self.roles = path.into_iter().map(Into::into).collect();
        self
    }

    /// The claim that names the permissions the token is narrowed to, such as `scope`.
    ///
    /// A token without it is narrowed to nothing. Names that the policy does not declare are ignored.
    ///
    /// So a token opens only actions that demand a permission, which is the scope that it needs, and those that say `scoped`. Any
    /// other one refuses it with a 403 and the challenge `insufficient_scope` (RFC 6750, section 3.1), whatever its scopes are.
    #[must_use]
    pub fn scopes_claim(mut self, name: impl Into<String>) -> Self {
        self.scopes = Some(name.into());
        self
    }

    /// Asks on every request whether the token was revoked.
    #[must_use]
    pub fn revoked_by(mut self, revocation: impl Revocation) -> Self {
        self.revocation = Some(Box::new(revocation));
        self
    }

    /// How many verified tokens are remembered, so that their signature is not checked again. Zero: none.
    ///
    /// Never past a token's `exp`, and never instead of asking whether it was revoked.
    #[must_use]
    pub fn cache(mut self, tokens: usize) -> Self {
        self.cache = (tokens > 0).then(|| Cache::new(tokens).ok()).flatten();
        self
    }
}

impl Authenticator for Jwt {
    fn name(&self) -> &'static str {
        self.name
    }

    /// A page sets the header itself.
    fn ambient(&self) -> bool {
        false
    }

    fn issuer(&self) -> Option<&str> {
        self.issuer.as_ref().map(Issuer::name)
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        let token = match bearer::bearer(&presented.head.headers) {
            Bearer::Absent => return Authentication::Absent,
            Bearer::Malformed => {
                return Authentication::Decided(Err(Refusal::malformed_credentials("malformed authorization header")));
            }
            Bearer::Token(token) => token,
        };
        let verified = match self.verify_cached(token, presented) {
            Ok(verified) => verified,
            Err(Rejected::OTHER_ISSUER) => {
                return Authentication::Foreign(Refusal::invalid_credentials(Rejected::OTHER_ISSUER.reason()));
            }
            Err(rejected) => return Authentication::Decided(Err(Refusal::invalid_credentials(rejected.reason()))),
        };
        let Some(revocation) = &self.revocation else {
            return Authentication::Decided(Ok(verified.identity));
        };
        let Some(ids) = verified.ids else {
            return Authentication::Decided(Err(Refusal::misconfigured("the token was verified without its ids")));
        };
        Authentication::Pending(Box::pin(async move {
            match revocation.ask(&ids).await {
                Ok(false) => Ok(verified.identity),
                Ok(true) => Err(Refusal::invalid_credentials("the token was revoked")),
                Err(error) => Err(Refusal::unavailable(format!("whether the token was revoked is not known: {error}"))),
            }
        }))
    }

    fn challenge(&self) -> HeaderValue {
        bearer::CHALLENGE
    }

    fn challenge_invalid(&self, refusal: &Refusal) -> HeaderValue {
        if refusal.status() == http::StatusCode::BAD_REQUEST { bearer::INVALID_REQUEST } else { bearer::INVALID_TOKEN }
    }

    /// None where tokens are not narrowed: then none is too narrow.
    fn challenge_insufficient(&self, permission: Option<&str>) -> Option<HeaderValue> {
        self.scopes.as_ref()?;
        bearer::insufficient_scope(permission)
    }

    fn leeway(&self) -> Duration {
        self.leeway
    }

    /// Whoever issues the tokens can put `auth_time` and any `acr` into them.
    fn supports_step_up(&self, _: &StepUp) -> bool {
        true
    }

    fn challenge_step_up(&self, demanded: &StepUp, description: &'static str) -> Option<HeaderValue> {
        bearer::insufficient_user_authentication(demanded, description)
    }

    fn security_scheme(&self) -> serde_json::Value {
        serde_json::json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" })
    }

    fn faults(&self) -> Vec<String> {
        faults::find(self)
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt").field("keys", &self.keys).field("issuer", &Authenticator::issuer(self)).finish_non_exhaustive()
    }
}
