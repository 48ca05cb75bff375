//! The verdict on a token: every check in one place, in the order of their cost.

use std::sync::Arc;

use super::claims::{Claims, Places, Seconds};
use super::issuer::Issuer;
use super::last_header::KnownHeader;
use super::rejected::Rejected;
use super::token::{Parts, decode};
use super::{Jwt, TokenIds};
use crate::authn::{Identity, Presented};
use crate::policy::PolicyTable;

/// What a verified token says.
#[derive(Clone)]
pub(super) struct Verified {
    pub(super) identity: Identity,
    /// For the revocation, where there is one.
    pub(super) ids: Option<Arc<TokenIds>>,
    not_before: u64,
    pub(super) expires: u64,
}

impl Verified {
    /// Whether the token is good now. Asked of a remembered token, too.
    fn check_time(&self, now: u64, leeway: u64) -> Result<(), Rejected> {
        if now >= self.expires.saturating_add(leeway) {
            return Err(Rejected("expired"));
        }
        if self.not_before > now.saturating_add(leeway) {
            return Err(Rejected("not yet valid"));
        }
        Ok(())
    }
}

impl Jwt {
    /// The verdict, from memory where the very same token was verified before.
    pub(super) fn verify_cached(&self, token: &[u8], presented: Presented<'_>) -> Result<Verified, Rejected> {
        let now = presented.now.unix_seconds();
        let Some(cache) = &self.cache else {
            return self.verify(token, presented.policy, now);
        };
        let key = cache.key(token, presented.policy.id());
        if let Some(verified) = cache.get(key) {
            verified.check_time(now, self.leeway.as_secs())?;
            return Ok(verified);
        }
        let verified = self.verify(token, presented.policy, now)?;
        cache.put(key, verified.clone(), now);
        Ok(verified)
    }

    fn verify(&self, token: &[u8], policy: &PolicyTable, now: u64) -> Result<Verified, Rejected> {
        let parts = Parts::of(token)?;
        let payload = decode(parts.payload)?;
        // Believed only so far that it is none of ours: one that says it is has to prove it.
        let is_foreign = || {
            let own = self.issuer.as_ref().map(Issuer::name);
            own.is_some() && Claims::unverified_issuer(&payload).is_some_and(|issuer| own != Some(&*issuer))
        };
        // Our own tokens name us, and are not read twice for it. Others may name us as well: they are asked when they do not hold.
        if self.issuer.as_ref().is_some_and(|own| !own.is_in(&payload)) && is_foreign() {
            return Err(Rejected::OTHER_ISSUER);
        }
        match self.verify_own(&parts, &payload, policy, now) {
            Ok(mut verified) => {
                verified.identity = verified.identity.with_claims(payload);
                Ok(verified)
            }
            Err(_) if is_foreign() => Err(Rejected::OTHER_ISSUER),
            Err(rejected) => Err(rejected),
        }
    }

    /// The verdict on a token of our own issuer, if it is one.
    fn verify_own(&self, parts: &Parts<'_>, payload: &[u8], policy: &PolicyTable, now: u64) -> Result<Verified, Rejected> {
        let known = self.last_header.find(parts.header);
        let header = match &known {
            Some(known) => Arc::clone(known),
            None => Arc::new(KnownHeader::read(parts.header, self.typ.as_deref())?),
        };
        let signature = decode(parts.signature)?;
        let mut keys = self.keys.candidates(header.algorithm, header.kid.as_deref());
        if !keys.any(|key| key.verifies(parts.message, &signature)) {
            return Err(Rejected("no key verifies the signature"));
        }
        if known.is_none() {
            self.last_header.remember(&header);
        }
        let verified = self.check_claims(payload, policy)?;
        verified.check_time(now, self.leeway.as_secs())?;
        Ok(verified)
    }

    fn check_claims(&self, payload: &[u8], policy: &PolicyTable) -> Result<Verified, Rejected> {
        const LONGEST_SUBJECT: usize = 255;

        let places = Places { roles: &self.roles, scopes: self.scopes.as_deref() };
        let claims = Claims::of(payload, places).ok_or(Rejected("malformed claims"))?;
        let issuer = claims.iss.as_deref().ok_or(Rejected("no issuer"))?;
        if self.issuer.as_ref().map(Issuer::name) != Some(issuer) {
            return Err(Rejected::OTHER_ISSUER);
        }
        if !self.audiences.iter().any(|audience| claims.aud.contains(audience)) {
            return Err(Rejected("wrong audience"));
        }
        let subject = claims.sub.as_deref().unwrap_or_default();
        if subject.trim().is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
            return Err(Rejected("no usable subject"));
        }
        let Seconds(expires) = claims.exp.ok_or(Rejected("no expiry"))?;
        let not_before = claims.nbf.max(claims.iat).map_or(0, |Seconds(seconds)| seconds);

        let subject: Arc<str> = subject.into();
        let mut identity = Identity::new(Arc::clone(&subject)).with_roles(policy.roles_named(claims.roles.iter()));
        if self.scopes.is_some() {
            identity = identity.narrowed_to(policy.permissions_named(claims.scopes.iter()));
        }
        if let Some(jti) = &claims.jti {
            identity = identity.with_credential_id(&**jti);
        }
        if let Some(Seconds(seconds)) = claims.auth_time {
            identity = identity.authenticated_at(seconds);
        }
        if let Some(acr) = &claims.acr {
            identity = identity.with_acr(&**acr);
        }
        let ids = self.revocation.is_some().then(|| TokenIds {
            subject,
            jti: claims.jti.map(|jti| Arc::from(&*jti)),
            sid: claims.sid.map(|sid| Arc::from(&*sid)),
            issued_at: claims.iat.map(|Seconds(seconds)| seconds),
        });
        Ok(Verified { identity, ids: ids.map(Arc::new), not_before, expires })
    }
}
