//! `ActionLimits`: the limits of one action, with everything prepared that does not depend on the request.

use std::hash::Hasher;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::consumed::{Consumed, Use};
use super::limiter::{feed, finish};
use super::{LimitKey, Limiter, RateLimit};
use crate::policy::{PolicyTable, RoleSet};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The limits of one action.
#[derive(Debug)]
pub(crate) struct ActionLimits {
    limits: Box<[Limit]>,
    /// The `RateLimit-Policy` header, the same for every answer.
    policy: Option<HeaderValue>,
}

#[derive(Debug)]
struct Limit {
    rule: RateLimit,
    name: String,
    /// Tells the keys of this limit from those of every other one.
    identity: u128,
    phase: Phase,
    /// Callers with one of these roles are not counted.
    skip: RoleSet,
}

/// When a limit is asked: as soon as its key is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before authentication: by address, and global.
    Address,
    /// Once the caller is known: by caller, and every limit that skips roles.
    Caller,
    /// Once the input is validated.
    Input,
}

/// What the keys of one request are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys<'k> {
    /// The client's network.
    pub(crate) address: Option<[u8; 16]>,
    /// Scheme and id of the caller.
    pub(crate) caller: Option<(&'k str, &'k str)>,
    /// The hashes of the input fields, in the order of the limits.
    pub(crate) inputs: &'k [u128],
}

/// A limit refused.
#[derive(Debug)]
pub(crate) struct Exceeded {
    /// The limit's name in `RateLimit-Policy`.
    pub(crate) policy: String,
    /// Seconds until a place comes free.
    pub(crate) retry_after: u64,
}

impl ActionLimits {
    /// Prepares `rules` for the action that `action` identifies, its module and name.
    pub(crate) fn new(action: [&str; 2], rules: &[RateLimit], policy: &PolicyTable, limiter: &Limiter) -> Self {
        let mut limits: Vec<Limit> = Vec::with_capacity(rules.len());
        for rule in rules {
            let plain = rule.by.policy_name();
            let name = (1..)
                .map(|number| if number == 1 { plain.clone() } else { format!("{plain}-{number}") })
                .find(|name| limits.iter().all(|limit| limit.name != *name))
                .unwrap_or(plain);
            let mut hasher = limiter.hasher();
            for part in action.into_iter().chain([name.as_str()]) {
                feed(&mut hasher, part.as_bytes());
            }
            let skip = rule.skip.iter().fold(RoleSet::EMPTY, |skip, role| skip.union(policy.roles_including(role)));
            let phase = match rule.by {
                LimitKey::Input(_) => Phase::Input,
                LimitKey::Ip | LimitKey::Global if rule.skip.is_empty() => Phase::Address,
                LimitKey::Ip | LimitKey::Global | LimitKey::Caller => Phase::Caller,
            };
            limits.push(Limit { rule: *rule, name, identity: finish(&hasher), phase, skip });
        }
        let text = limits.iter().map(|limit| {
            // `q` and `w` of a steady rate describe the rate; the burst is how much of it may come at once.
            format!("\"{}\";q={};w={}", limit.name, limit.rule.quota, limit.rule.window.as_secs())
        });
        let text = text.collect::<Vec<_>>().join(", ");
        let policy = if text.is_empty() { None } else { HeaderValue::try_from(text).ok() };
        Self { limits: limits.into(), policy }
    }

    /// Whether any limit is asked in this phase.
    pub(crate) fn has(&self, phase: Phase) -> bool {
        self.limits.iter().any(|limit| limit.phase == phase)
    }

    /// Asks the limits of one phase. All must hold; if one refuses, everything that the request has used up is given back.
    pub(crate) fn check(
        &self,
        phase: Phase,
        limiter: &Limiter,
        keys: Keys<'_>,
        roles: RoleSet,
        now: Duration,
        consumed: &mut Consumed,
    ) -> Result<(), Exceeded> {
        let mut inputs = keys.inputs.iter();
        for (position, limit) in self.limits.iter().enumerate().filter(|(_, limit)| limit.phase == phase) {
            let input = matches!(limit.rule.by, LimitKey::Input(_)).then(|| inputs.next()).flatten();
            if limit.skip.intersects(roles) {
                continue;
            }
            let hash = limit.hash(limiter, keys, input);
            match limiter.check(hash, &limit.rule, now) {
                Ok((verdict, stamp)) => consumed.0.push(Use { limit: position, hash, verdict, stamp: Some(stamp) }),
                Err(verdict) => {
                    self.refund(limiter, now, consumed);
                    consumed.0.push(Use { limit: position, hash, verdict, stamp: None });
                    return Err(Exceeded { policy: limit.name.clone(), retry_after: verdict.reset });
                }
            }
        }
        Ok(())
    }

    fn refund(&self, limiter: &Limiter, now: Duration, consumed: &mut Consumed) {
        for used in &mut consumed.0 {
            if let (Some(limit), Some(stamp)) = (self.limits.get(used.limit), used.stamp.take()) {
                limiter.refund(used.hash, &limit.rule, now, stamp);
                used.verdict.remaining += 1;
            }
        }
    }

    /// Adds `RateLimit-Policy` and, where a limit was asked, `RateLimit`.
    pub(crate) fn write_headers(&self, consumed: &Consumed, headers: &mut HeaderMap) {
        let Some(policy) = &self.policy else {
            return;
        };
        headers.insert(RATE_LIMIT_POLICY, policy.clone());
        let name = |position: usize| self.limits.get(position).map_or("", |limit| limit.name.as_str());
        if let Some(state) = consumed.header(name) {
            headers.insert(RATE_LIMIT, state);
        }
    }
}

impl Limit {
    fn hash(&self, limiter: &Limiter, keys: Keys<'_>, input: Option<&u128>) -> u128 {
        let mut hasher = limiter.hasher();
        hasher.write_u128(self.identity);
        match self.rule.by {
            LimitKey::Global => {}
            LimitKey::Ip => hasher.write(&keys.address.unwrap_or_default()),
            LimitKey::Caller => {
                let (scheme, id) = keys.caller.unwrap_or_default();
                feed(&mut hasher, scheme.as_bytes());
                feed(&mut hasher, id.as_bytes());
            }
            LimitKey::Input(_) => hasher.write_u128(input.copied().unwrap_or_default()),
        }
        finish(&hasher)
    }
}
