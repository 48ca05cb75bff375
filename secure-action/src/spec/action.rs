//! `ActionSpec`: the constant that guards, documentation and tests are all driven from.

use std::time::Duration;

use super::access::{Access, TargetKey};
use super::argument::{ArgumentSpec, BodyPlan, Part, Stage, any_taken_in, body_plan};
use super::event::OwnEvent;
use super::method::Method;
use super::rate_limit::{Count, LimitKey, RateLimit};
use crate::policy::PolicyTable;

/// The constant description of one action.
///
/// Made by `#[action]`, one for each annotated function: `<change_role as Action>::SPEC`.
#[derive(Debug)]
#[non_exhaustive]
pub struct ActionSpec {
    /// The function's name.
    pub name: &'static str,
    /// The module of the function, as `module_path!()` gives it.
    pub module: &'static str,
    /// The request method.
    pub method: Method,
    /// The route, with parameters in braces: `/users/{id}/role`.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// The limits that it names itself, all of which hold beside those of the application.
    pub rate_limits: &'static [RateLimit],
    /// The largest body, in bytes.
    pub body_limit: usize,
    /// The time within which the answer must be ready.
    pub timeout: Duration,
    /// How the outcome is recorded.
    pub audit: AuditMode,
    /// What its event is called; by method and outcome, as [`EventKind`](crate::audit::EventKind) says, unless `event` names it.
    pub event: Option<OwnEvent>,
    /// The first paragraph of the doc comment.
    pub summary: &'static str,
    /// The rest of the doc comment.
    pub description: &'static str,
    /// The heading in the documentation; the last segment of the module unless `tag` says otherwise.
    pub tag: Option<&'static str>,
    /// Whether the documentation tells clients to move on.
    pub deprecated: bool,
    /// Where the key of the target is; the only parameter of the route unless `target` says otherwise.
    pub(crate) target: Option<TargetKey>,
    /// What the function takes, in the order of its signature.
    pub arguments: &'static [ArgumentSpec],
    /// The policy the names in `access` belong to.
    pub policy: &'static PolicyTable,
}

impl ActionSpec {
    /// The largest body when `body_limit` is not given: 64 KiB.
    pub const DEFAULT_BODY_LIMIT: usize = 64 * 1024;
    /// The deadline when `timeout` is not given: 30 seconds.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        (module, name): (&'static str, &'static str),
        (method, path): (Method, &'static str),
        policy: &'static PolicyTable,
        access: Access,
        arguments: &'static [ArgumentSpec],
    ) -> Self {
        Self {
            name,
            module,
            method,
            path,
            rate_limits: &[],
            body_limit: Self::DEFAULT_BODY_LIMIT,
            timeout: Self::DEFAULT_TIMEOUT,
            audit: AuditMode::Recorded,
            event: None,
            summary: "",
            description: "",
            tag: None,
            deprecated: false,
            target: None,
            access: access.with_targets(policy, arguments),
            arguments,
            policy,
        }
    }

    /// The limits that hold: its own, then those of the application, by address for a public action and by caller for a guarded
    /// one.
    ///
    /// Own ones add to the application's. The one exception is a limit with the very same key: the author has decided about that
    /// key. One that counts failures only, or by that key together with another, or that spares some roles, has not: it lets through any
    /// number of others.
    pub(crate) fn limits(&self, defaults: &[RateLimit]) -> Vec<RateLimit> {
        let applies = |default: &&RateLimit| {
            let decides = |own: &RateLimit| own.by == default.by && own.count == Count::Attempts && own.skip.is_empty();
            let decided = self.rate_limits.iter().any(decides);
            (default.by == LimitKey::Ip) == self.access.is_public() && !decided
        };
        self.rate_limits.iter().chain(defaults.iter().filter(applies)).copied().collect()
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn rate_limits(mut self, limits: &'static [RateLimit]) -> Self {
        self.rate_limits = limits;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn target(mut self, key: TargetKey) -> Self {
        self.target = Some(key);
        self
    }

    /// Where the key of the target is, if that is clear.
    pub(crate) const fn target_key(&self) -> Option<TargetKey> {
        match self.target {
            Some(key) => Some(key),
            None => match only_parameter(self.path) {
                Some(name) => Some(TargetKey::Parameter(name)),
                None => None,
            },
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn audit(mut self, mode: AuditMode) -> Self {
        self.audit = mode;
        self
    }

    /// Calls its event by `word`, which [`require_event`](super::require_event) accepts.
    #[doc(hidden)]
    #[must_use]
    pub const fn event(mut self, word: &str) -> Self {
        self.event = OwnEvent::named(word);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn documentation(mut self, summary: &'static str, description: &'static str) -> Self {
        self.summary = summary;
        self.description = description;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Whether the function takes an argument from the body.
    #[must_use]
    pub const fn reads_body(&self) -> bool {
        !matches!(self.body_plan(), BodyPlan::Unread)
    }

    /// How the body of a request is read.
    #[must_use]
    pub const fn body_plan(&self) -> BodyPlan {
        body_plan(self.arguments)
    }

    /// Whether the route has parameters.
    pub(super) const fn has_parameters(&self) -> bool {
        let mut rest = self.path.as_bytes();
        while let [byte, tail @ ..] = rest {
            if *byte == b'{' {
                return true;
            }
            rest = tail;
        }
        false
    }

    /// Whether the function takes the caller, or would if there were one.
    #[must_use]
    pub(crate) fn takes_caller(&self) -> bool {
        self.arguments.iter().any(|argument| matches!(argument.part, Part::Caller | Part::OptionalCaller))
    }

    /// Whether the pipeline loads a target for it.
    pub(crate) fn takes_target(&self) -> bool {
        any_taken_in(Stage::Target, self.arguments)
    }

    /// The names of the route's parameters, in order.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// How the outcome of an action is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuditMode {
    /// The event has its place in the queue before the function runs; the answer does not wait for the write.
    Recorded,
    /// The answer waits until the event is stored.
    Durable,
    /// No event. Refused by `#[action]` on anything that changes state.
    Off,
}

/// The parameter of a route that has exactly one.
pub(super) const fn only_parameter(path: &'static str) -> Option<&'static str> {
    let Some((_, rest)) = split_at(path, b'{') else { return None };
    let Some((name, rest)) = split_at(rest, b'}') else { return None };
    match split_at(rest, b'{') {
        Some(_) => None,
        None => match name.as_bytes() {
            [b'*', ..] => Some(name.split_at(1).1),
            _ => Some(name),
        },
    }
}

/// What stands before and after the first `byte`, an ASCII character.
const fn split_at(text: &'static str, byte: u8) -> Option<(&'static str, &'static str)> {
    let mut index = 0;
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == byte {
            let (before, after) = text.split_at(index);
            return Some((before, after.split_at(1).1));
        }
        index += 1;
        rest = tail;
    }
    None
}
