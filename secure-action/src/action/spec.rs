//! `ActionSpec`: the constant that guards, documentation and tests are all driven from.

use std::time::Duration;

use super::argument::{ArgumentSpec, Part, Stage};
use super::proofs::proof_fault;
use super::step_up::StepUp;
use crate::policy::{Message, PermissionSet, PolicyTable, RoleSet, fail};
use crate::rate_limit::RateLimit;

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
    /// The limits, all of which hold. Empty on a public action: the application's default applies.
    pub rate_limits: &'static [RateLimit],
    /// The largest body, in bytes.
    pub body_limit: usize,
    /// The time within which the answer must be ready.
    pub timeout: Duration,
    /// How the outcome is recorded.
    pub audit: AuditMode,
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
        has_body(self.arguments)
    }

    /// Whether the route has parameters.
    const fn has_parameters(&self) -> bool {
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
        self.arguments.iter().any(|argument| argument.stage == Stage::Target)
    }

    /// The names of the route's parameters, in order.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// The method of an action's route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`; answers `HEAD` as well. Must not change state.
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether requests with this method change nothing (RFC 9110, section 9.2.1).
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get)
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// Who may call an action.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anyone, authenticated or not.
    Public,
    /// Authenticated callers that fulfil every requirement.
    Guarded(Requirement),
}

/// What a guarded action demands of its caller.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Requirement {
    /// The kinds of credential that are accepted, as in `auth(jwt)`; empty: every configured one.
    pub schemes: &'static [&'static str],
    /// The roles that `role` names: any of them. Empty: no role is demanded.
    pub roles: &'static [&'static str],
    /// The permissions that `permission` names: all of them.
    pub permissions: &'static [&'static str],
    /// How recently and at which level the caller must have authenticated, as in `auth(max_age = "5m")`.
    pub step_up: Option<StepUp>,
    /// The roles that count as one of `roles`, inheritance resolved.
    pub(crate) admitted: RoleSet,
    /// The roles that hold every one of `permissions`.
    pub(crate) holders: RoleSet,
    /// `permissions`, by position.
    pub(crate) needed: PermissionSet,
    /// Those of `needed` whose conditions are decided on a target.
    pub(crate) targeted: PermissionSet,
}

/// Where the key of a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum TargetKey {
    /// A parameter of the route.
    Parameter(&'static str),
    /// A field of the input.
    Input(&'static str),
}

impl Requirement {
    /// The roles that hold a permission well enough to enter: for every target, or for some where a target is decided on.
    pub(crate) const fn holders_of(&self, policy: &PolicyTable, name: &str) -> RoleSet {
        match policy.permission_index(name) {
            Some(index) if self.targeted.contains(index) => policy.roles_granted(name),
            Some(_) => policy.roles_granted_outright(name),
            None => RoleSet::EMPTY,
        }
    }
}

impl Access {
    /// Authenticated callers that fulfil every requirement.
    #[doc(hidden)]
    #[must_use]
    pub const fn guarded(
        policy: &PolicyTable,
        schemes: &'static [&'static str],
        roles: &'static [&'static str],
        permissions: &'static [&'static str],
    ) -> Self {
        let mut admitted = RoleSet::EMPTY;
        let mut rest = roles;
        while let [role, tail @ ..] = rest {
            admitted = admitted.union(policy.roles_including(role));
            rest = tail;
        }
        let mut needed = PermissionSet::EMPTY;
        let mut rest = permissions;
        while let [name, tail @ ..] = rest {
            if let Some(index) = policy.permission_index(name) {
                needed = needed.with(index);
            }
            rest = tail;
        }
        let (holders, targeted) = (RoleSet::EMPTY, PermissionSet::EMPTY);
        Self::Guarded(Requirement { schemes, roles, permissions, step_up: None, admitted, holders, needed, targeted })
            .with_targets(policy, &[])
    }

    /// A permission that some roles hold only under a condition counts for them only where `arguments` has its target.
    pub(crate) const fn with_targets(self, policy: &PolicyTable, arguments: &[ArgumentSpec]) -> Self {
        let Self::Guarded(mut requirement) = self else {
            return self;
        };
        let mut rest = arguments;
        while let [argument, tail @ ..] = rest {
            if let Part::Authorized(index) | Part::Pending(index) = argument.part {
                requirement.targeted = requirement.targeted.with(index);
            }
            rest = tail;
        }
        requirement.holders = RoleSet::ALL;
        let mut rest = requirement.permissions;
        while let [name, tail @ ..] = rest {
            requirement.holders = requirement.holders.intersection(requirement.holders_of(policy, name));
            rest = tail;
        }
        Self::Guarded(requirement)
    }

    /// Demands a recent authentication, or one of a certain level.
    #[doc(hidden)]
    #[must_use]
    pub const fn step_up(self, max_age: Option<Duration>, acr: &'static [&'static str]) -> Self {
        match self {
            Self::Public => Self::Public,
            Self::Guarded(requirement) => {
                Self::Guarded(Requirement { step_up: Some(StepUp::new(max_age, acr)), ..requirement })
            }
        }
    }

    /// Whether anyone may call.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self, Self::Public)
    }
}

/// How the outcome of an action is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditMode {
    /// The event has its place in the queue before the function runs; the answer does not wait for the write.
    Recorded,
    /// The answer waits until the event is stored.
    Durable,
    /// No event. Refused by `#[action]` on anything that changes state.
    Off,
}

/// Refuses an argument that does not fit the rest of the action.
#[doc(hidden)]
#[track_caller]
pub const fn require_argument(spec: &ActionSpec, index: usize) {
    let Some((earlier, [argument, ..])) = spec.arguments.split_at_checked(index) else {
        return;
    };
    if let Some(message) = proof_fault(spec, argument) {
        fail(&message);
    }
    let fault = match (argument.stage, argument.part) {
        (Stage::Target, _) if has_target(earlier) => {
            "two targets; take the second permission as `Pending<P>` and load its target in the function"
        }
        (Stage::Body, _) if spec.method.is_safe() => "a GET action cannot read a body; take the values as `Query<T>`",
        (Stage::Body, _) if has_body(earlier) => "two arguments read the request body; put their fields into one input type",
        (_, Part::Caller) if spec.access.is_public() => {
            "`Caller` on a public action, which may have none; take `Option<Caller>`, or demand `auth`"
        }
        (_, Part::Path) if !spec.has_parameters() => {
            "`Path` on a route without parameters; write one into the route, such as `/{id}`"
        }
        _ => return,
    };
    fail(&Message::new().text(fault));
}

/// Refuses a route whose parameters nobody takes.
#[doc(hidden)]
#[track_caller]
pub const fn require_path(spec: &ActionSpec) {
    let mut rest = spec.arguments;
    while let [argument, tail @ ..] = rest {
        let key = matches!(argument.stage, Stage::Target) && only_parameter(spec.path).is_some();
        if key || matches!(argument.part, Part::Path) {
            return;
        }
        rest = tail;
    }
    fail(&Message::new().text("the route has parameters that the function does not take; add an argument `Path(id): Path<T>`"));
}

const fn has_target(arguments: &[ArgumentSpec]) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if matches!(argument.stage, Stage::Target) {
            return true;
        }
        rest = tail;
    }
    false
}

/// The parameter of a route that has exactly one.
const fn only_parameter(path: &'static str) -> Option<&'static str> {
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

const fn has_body(arguments: &[ArgumentSpec]) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if matches!(argument.stage, Stage::Body) {
            return true;
        }
        rest = tail;
    }
    false
}
