//! `ActionLimits`: the limits of one mounted action, prepared at start-up, and their part of the pipeline.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::hash::Hasher;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::HeaderValue;
use siphasher::sip128::Hasher128;

use super::consumed::{Consumed, Owed};
use super::counter::Rule;
use super::digest::Digest;
use super::due::Due;
use super::header;
use super::key::HashKey;
use super::keys::Keys;
use super::limiter::{Decision, Limiter};
use super::standing::Standing;
use super::store::{Attempt, MOST_AT_ONCE};
use super::{Count, LimitKey, OnOutage, RateLimit};
use crate::policy::RoleSet;
use crate::spec::ActionSpec;

/// When in the pipeline a limit is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Before any cryptography: by address or for everyone.
    Address,
    /// Once the caller is known: by caller, and every limit that some roles are exempt from.
    Caller,
    /// Once the input is validated.
    Input,
}

impl Phase {
    fn in_words(self) -> &'static str {
        match self {
            Self::Address => "before authentication",
            Self::Caller => "once the caller is known",
            Self::Input => "once the input is validated",
        }
    }
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
    counts_failures: bool,
    denies_on_outage: bool,
}

/// [`LimitKey`], with input fields by the order in which generated code pushes them.
#[derive(Debug)]
enum By {
    Ip,
    Caller,
    Global,
    Input(usize),
    Together(Box<[Self]>),
}

/// Limits said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exceeded {
    /// Their names in `RateLimit-Policy`.
    pub(crate) policies: Vec<Cow<'static, str>>,
    /// Whole seconds until the next attempt can succeed, at least one.
    pub(crate) retry_after: u64,
}

impl ActionLimits {
    /// Prepares `limits` for the action `spec`: its own ones, and the application's default.
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
            let by = By::of(limit.by, &mut inputs);
            let name = distinct_name(limit.by.policy_name(), &prepared);
            let key = limiter.limit_key(&[spec.module, spec.name, spec.method.as_str(), spec.path, &name, &describe(limit)]);
            let Some(rule) = limiter.table.register(key.identity(), limit) else {
                faults.push("the application has over 65536 rate limits".to_owned());
                break;
            };
            let skip = limit.skip.iter().fold(RoleSet::EMPTY, |roles, name| roles.union(spec.policy.roles_including(name)));
            let phase = if limit.skip.is_empty() { by.phase() } else { by.phase().max(Phase::Caller) };
            prepared.push(Limit {
                name,
                rule,
                key,
                by,
                phase,
                skip,
                counts_failures: limit.count == Count::Failures,
                denies_on_outage: limit.on_outage == OnOutage::Deny,
            });
        }
        for phase in [Phase::Address, Phase::Caller, Phase::Input] {
            let limits = prepared.iter().filter(|limit| limit.phase == phase).count();
            if limits > MOST_AT_ONCE {
                faults.push(format!(
                    "`{}` has {limits} rate limits that are decided at the same time, {}: {MOST_AT_ONCE} are the most, with that of the \
                     application",
                    spec.name,
                    phase.in_words()
                ));
            }
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
        let told = consumed.standings.iter();
        header::standings(
            told.filter_map(|(position, standing)| Some((&*self.limits.get(usize::from(*position))?.name, *standing))),
        )
    }

    /// What a request is to be counted by in `phase`. `roles` are the caller's.
    ///
    /// # Errors
    ///
    /// A limit has no key. Only generated code that does not belong to this version leaves one out; it must not open the action.
    pub(crate) fn due<'l>(&'l self, phase: Phase, keys: &Keys<'_>, roles: RoleSet) -> Result<Due<'l>, Exceeded> {
        let mut due = Due::default();
        for (position, limit) in (0_u16..).zip(&self.limits) {
            if limit.phase != phase || limit.skip.intersects(roles) {
                continue;
            }
            let Some(key) = limit.by.digest(limit.key, keys) else {
                tracing::error!(policy = %limit.name, "a rate limit has no key to count by; the request is refused");
                return Err(Exceeded { policies: vec![limit.name.clone()], retry_after: 1 });
            };
            due.attempts.push(Attempt { rule: &limit.rule, key, address: keys.address });
            due.positions.push(position);
            due.denies_on_outage |= limit.denies_on_outage;
        }
        Ok(due)
    }

    /// Notes what was decided about the limits that were `due`.
    ///
    /// # Errors
    ///
    /// Some of them are exceeded; then none of them has counted the request. What earlier phases counted stays counted: or else
    /// a key that is exhausted would buy any number of requests up to its phase.
    pub(crate) fn settle(&self, due: &Due<'_>, decision: Decision, consumed: &mut Consumed) -> Result<(), Exceeded> {
        let Decision { verdict, in_memory } = decision;
        let mut exceeded = Exceeded { policies: Vec::new(), retry_after: 0 };
        let decided = due.positions.iter().zip(&due.attempts).zip(verdict.standings);
        for ((position, attempt), (standing, ticket)) in decided {
            let limit = self.limits.get(usize::from(*position));
            consumed.standings.push((*position, standing));
            if verdict.admitted && limit.is_some_and(|limit| limit.counts_failures) {
                let Attempt { key, address, .. } = *attempt;
                consumed.owed.push(Owed { limit: *position, key, address, ticket, in_memory });
            }
            if !verdict.admitted && standing.remaining == 0 {
                exceeded.policies.extend(limit.map(|limit| limit.name.clone()));
                exceeded.retry_after = exceeded.retry_after.max(header::seconds(standing.wait));
            }
        }
        exceeded.retry_after = exceeded.retry_after.max(1);
        if verdict.admitted { Ok(()) } else { Err(exceeded) }
    }

    /// Gives back what counts failures only: the call has succeeded. Once, because it is taken out of `consumed`.
    ///
    /// What must be given back to a shared store is left to the future.
    pub(crate) fn give_back<'l>(
        &'l self,
        limiter: &'l Limiter,
        now: Duration,
        consumed: &mut Consumed,
    ) -> Option<BoxFuture<'l, ()>> {
        let mut elsewhere = Vec::new();
        for owed in std::mem::take(&mut consumed.owed) {
            let Some(limit) = self.limits.get(usize::from(owed.limit)) else { continue };
            let attempt = Attempt { rule: &limit.rule, key: owed.key, address: owed.address };
            let capacity = limit.rule.capacity();
            if let Some((_, told)) = consumed.standings.iter_mut().find(|(position, _)| *position == owed.limit) {
                *told = match owed.in_memory {
                    // A key that is forgotten has consumed nothing.
                    true => limiter.give_back(&attempt, owed.ticket, now).unwrap_or(Standing { remaining: capacity, wait: 0 }),
                    false => told.with_one_more(capacity),
                };
            }
            if !owed.in_memory {
                elsewhere.push((attempt, owed.ticket));
            }
        }
        (!elsewhere.is_empty()).then(|| limiter.give_back_elsewhere(elsewhere, now).boxed())
    }
}

impl By {
    /// Of a limit's key; fields of the input by the order in which generated code pushes them.
    fn of(key: LimitKey, inputs: &mut impl Iterator<Item = usize>) -> Self {
        match key {
            LimitKey::Ip => Self::Ip,
            LimitKey::Caller => Self::Caller,
            LimitKey::Global => Self::Global,
            LimitKey::Input(_) => Self::Input(inputs.next().unwrap_or(usize::MAX)),
            LimitKey::Together(keys) => Self::Together(keys.iter().map(|key| Self::of(*key, inputs)).collect()),
        }
    }

    /// When the last part of the key is known.
    fn phase(&self) -> Phase {
        match self {
            Self::Ip | Self::Global => Phase::Address,
            Self::Caller => Phase::Caller,
            Self::Input(_) => Phase::Input,
            Self::Together(parts) => parts.iter().map(Self::phase).max().unwrap_or(Phase::Address),
        }
    }

    fn digest(&self, key: HashKey, keys: &Keys<'_>) -> Option<Digest> {
        match self {
            Self::Ip => Some(keys.by_address(key)),
            Self::Caller => Some(keys.by_caller(key)),
            Self::Global => Some(key.digest(&[])),
            Self::Input(nth) => keys.by_input(key, *nth),
            Self::Together(parts) => {
                let mut hasher = key.hasher();
                // Each part is as long as the others, so that no two lists of parts read the same.
                for part in parts {
                    hasher.write(&part.digest(key, keys)?.0.to_le_bytes());
                }
                Some(Digest(hasher.finish128().as_u128()))
            }
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
    format!("{} {} {:?} {:?}", limit.quota, limit.window.as_nanos(), limit.burst, limit.count)
}
