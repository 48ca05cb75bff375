//! `ActionLimits`: the limits of one mounted action, prepared at start-up, and their part of the pipeline.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::time::Duration;

use http::HeaderValue;

use super::consumed::{Consumed, Record};
use super::counter::{Rule, Standing};
use super::header;
use super::key::HashKey;
use super::keys::Keys;
use super::limiter::Limiter;
use super::table::{Digest, Full};
use super::{LimitKey, RateLimit};
use crate::policy::RoleSet;
use crate::spec::ActionSpec;

/// When in the pipeline a limit is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before any cryptography: by address or for everyone.
    Address,
    /// Once the caller is known: by caller, and every limit that some roles are exempt from.
    Caller,
    /// Once the input is validated.
    Input,
}

/// The limits of one mounted action.
#[derive(Debug)]
pub(crate) struct ActionLimits {
    limits: Box<[Limit]>,
    policy: Option<HeaderValue>,
}

#[derive(Debug)]
struct Limit {
    name: Cow<'static, str>,
    rule: Rule,
    key: HashKey,
    by: By,
    phase: Phase,
    skip: RoleSet,
}

/// [`LimitKey`], with input fields by the order in which generated code pushes them.
#[derive(Clone, Copy, Debug)]
enum By {
    Ip,
    Caller,
    Global,
    Input(usize),
}

/// A limit said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exceeded {
    /// The name of the limit in `RateLimit-Policy`.
    pub(crate) policy: Cow<'static, str>,
    /// Whole seconds until the next attempt can succeed, at least one.
    pub(crate) retry_after: u64,
}

impl ActionLimits {
    /// Prepares `limits` for the action `spec`: its own ones, or the application's default.
    ///
    /// # Errors
    ///
    /// Every fault of every limit.
    pub(crate) fn new(limiter: &Limiter, spec: &ActionSpec, limits: &[RateLimit]) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut prepared: Vec<Limit> = Vec::with_capacity(limits.len());
        let mut inputs = 0..;
        for limit in limits {
            faults.extend(limit.fault());
            faults.extend(
                limit
                    .skip
                    .iter()
                    .filter(|role| spec.policy.role_index(role).is_none())
                    .map(|role| format!("a rate limit skips the role `{role}`, which the policy does not declare")),
            );
            let by = match limit.by {
                LimitKey::Ip => By::Ip,
                LimitKey::Caller => By::Caller,
                LimitKey::Global => By::Global,
                LimitKey::Input(_) => By::Input(inputs.next().unwrap_or(usize::MAX)),
            };
            let name = distinct_name(limit.by.policy_name(), &prepared);
            let key = limiter.limit_key(&[spec.module, spec.name, spec.method.as_str(), spec.path, &name, &describe(limit)]);
            let Some(rule) = limiter.table.register(key.identity(), limit) else {
                faults.push("the application has over 65536 rate limits".to_owned());
                break;
            };
            let skip = limit.skip.iter().fold(RoleSet::EMPTY, |roles, name| roles.union(spec.policy.roles_including(name)));
            let phase = match by {
                By::Input(_) => Phase::Input,
                By::Ip | By::Global if limit.skip.is_empty() => Phase::Address,
                _ => Phase::Caller,
            };
            prepared.push(Limit { name, rule, key, by, phase, skip });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let advertised = prepared.iter().zip(limits).map(|(prepared, limit)| {
            let (quota, window) = limit.advertised();
            (&*prepared.name, quota, window)
        });
        let policy = header::policy(advertised);
        Ok(Self { limits: prepared.into(), policy })
    }

    /// The value of `RateLimit-Policy`, on every answer of the action. `None` if it has no limits.
    pub(crate) fn policy(&self) -> Option<&HeaderValue> {
        self.policy.as_ref()
    }

    /// Whether any limit belongs to `phase`; without one there is nothing to gather keys for.
    pub(crate) fn any_in(&self, phase: Phase) -> bool {
        self.limits.iter().any(|limit| limit.phase == phase)
    }

    /// The value of `RateLimit`: how the client stands with the limits evaluated so far. `None` if there are none.
    pub(crate) fn header(&self, consumed: &Consumed) -> Option<HeaderValue> {
        header::standings(consumed.0.iter().filter_map(|record| Some((&*self.limits.get(record.limit)?.name, record.standing))))
    }

    /// Counts the request by every limit of `phase`.
    ///
    /// `roles` are the caller's, `now` is the time since some fixed point, the same for all requests.
    ///
    /// # Errors
    ///
    /// The first limit that is exceeded. A refused attempt consumes nothing: what this request consumed before, in this
    /// phase and in earlier ones, is given back.
    pub(crate) fn check(
        &self,
        phase: Phase,
        limiter: &Limiter,
        keys: &Keys<'_>,
        roles: RoleSet,
        now: Duration,
        consumed: &mut Consumed,
    ) -> Result<(), Exceeded> {
        // Most actions have no limit in most phases.
        let due = self.limits.iter().enumerate().filter(|(_, limit)| limit.phase == phase && !limit.skip.intersects(roles));
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        for (index, limit) in due {
            let Some(key) = limit.digest(keys) else {
                // Only generated code that does not belong to this version leaves a key out. It must not open the action.
                tracing::error!(policy = %limit.name, "a rate limit has no key to count by; the request is refused");
                self.give_back(limiter, consumed, now);
                return Err(Exceeded { policy: limit.name.clone(), retry_after: 1 });
            };
            match limiter.table.admit(&limit.rule, key, now) {
                Ok((ticket, standing)) => {
                    consumed.0.push(Record { limit: index, key, ticket: Some(ticket), standing });
                }
                Err(full) => {
                    let (Full::Limit(standing) | Full::Table(standing)) = full;
                    self.give_back(limiter, consumed, now);
                    consumed.0.push(Record { limit: index, key, ticket: None, standing });
                    let retry_after = header::seconds(standing.wait).max(1);
                    return Err(Exceeded { policy: limit.name.clone(), retry_after });
                }
            }
        }
        Ok(())
    }

    fn give_back(&self, limiter: &Limiter, consumed: &mut Consumed, now: u64) {
        for record in consumed.0.iter_mut().rev() {
            let (Some(ticket), Some(limit)) = (record.ticket.take(), self.limits.get(record.limit)) else {
                continue;
            };
            // A key that is forgotten has consumed nothing.
            record.standing = limiter
                .table
                .refund(&limit.rule, record.key, ticket, now)
                .unwrap_or_else(|| Standing { remaining: limit.rule.capacity(), wait: 0 });
        }
    }
}

impl Limit {
    fn digest(&self, keys: &Keys<'_>) -> Option<Digest> {
        match self.by {
            By::Ip => Some(keys.by_address(self.key)),
            By::Caller => Some(keys.by_caller(self.key)),
            By::Global => Some(self.key.digest(&[])),
            By::Input(nth) => keys.by_input(self.key, nth),
        }
    }
}

/// The name of a limit, numbered from the second with that name on: `"ip"`, `"ip-2"`.
fn distinct_name(name: Cow<'static, str>, before: &[Limit]) -> Cow<'static, str> {
    let taken = |name: &str| before.iter().any(|limit| limit.name == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2_usize..).map(|number| format!("{name}-{number}")).find(|name| !taken(name));
    numbered.map_or(name, Cow::Owned)
}

/// What makes two limits of one action the same.
fn describe(limit: &RateLimit) -> String {
    format!("{} {} {:?}", limit.quota, limit.window.as_nanos(), limit.burst)
}
