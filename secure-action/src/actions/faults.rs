//! What only the whole list of mounted actions can show: the last checks before the router is built.

use super::document_access::DocumentAccess;
use super::path::path_fault;
use super::secrets;
use super::set::same_route;
use crate::authn::Authenticator;
use crate::openapi::{self, Documented, Info};
use crate::policy::nearest;
use crate::security::Core;
use crate::spec::{Access, ActionSpec, ArgumentSpec, AuditMode, LimitKey, Method, Part, RateLimit, Requirement, Stage};

/// What the router serves by itself to those who may read it.
pub(super) struct Served {
    /// In the words of a fault.
    pub(super) what: &'static str,
    pub(super) spec: &'static ActionSpec,
    pub(super) access: DocumentAccess,
}

/// Everything that is wrong with these actions under this configuration.
pub(super) fn find(operations: &[Documented], served: &[Served], core: &Core) -> Vec<String> {
    let specs: Vec<_> = operations.iter().map(|operation| operation.spec).collect();
    let mut faults = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        let spec = operation.spec;
        let earlier = specs.get(..index).unwrap_or_default();
        faults.extend(earlier.iter().find_map(|other| same_method_and_route(other, spec)));
        faults.extend(earlier.iter().find_map(|other| other_parameter_names(other, spec)));
        faults.extend(missing_authenticators(spec, core));
        faults.extend(impossible_step_up(spec, core));
        faults.extend(secrets::in_url(operation));
        faults.extend(guessable(operation));
        faults.extend(path_fault(spec, operation.arguments));
    }
    faults.extend(broken_promises(&specs, core));
    for (index, Served { what, spec, access }) in served.iter().enumerate() {
        let earlier = served.get(..index).unwrap_or_default();
        faults.extend(place_fault(&specs, earlier, what, spec.path));
        faults.extend(access.fault(what, spec.policy));
        faults.extend(missing_authenticators(spec, core));
    }
    faults
}

fn same_method_and_route(other: &ActionSpec, spec: &ActionSpec) -> Option<String> {
    (other.method == spec.method && same_route(other.path, spec.path)).then(|| {
        format!(
            "`{}` and `{}` both answer {} {}: give one of them another route",
            other.name,
            spec.name,
            spec.method.as_str(),
            spec.path
        )
    })
}

/// Routes that share a parameter must call it by the same name, or the router refuses them.
fn other_parameter_names(other: &ActionSpec, spec: &ActionSpec) -> Option<String> {
    for (left, right) in other.path.split('/').zip(spec.path.split('/')) {
        if left == right {
            continue;
        }
        return (left.starts_with('{') && right.starts_with('{')).then(|| {
            format!(
                "`{}` calls a parameter {left} and `{}` calls the same one {right} ({} and {}): use one name",
                other.name, spec.name, other.path, spec.path
            )
        });
    }
    None
}

/// An action before a handler that takes what the handler would not get.
pub(super) fn unhandled(spec: &ActionSpec) -> Option<String> {
    let taken = |argument: &ArgumentSpec| !matches!(argument.stage, Stage::Head) || matches!(argument.part, Part::Pending(_));
    spec.arguments.iter().any(taken).then(|| {
        format!(
            "`{}` stands before a handler, but takes the body, a target or a `Pending`, which the handler would not get: leave it out",
            spec.name
        )
    })
}

/// A public action before a handler, which may take a password from the body that nothing here sees.
pub(super) fn unseen(spec: &ActionSpec) -> Option<String> {
    (spec.access.is_public() && !spec.rate_limits.iter().any(is_by_address)).then(|| {
        format!(
            "`{}` lets anybody call a handler, and what that reads from the body cannot be checked here: say how often each address \
             may call it, such as `rate_limit = \"100/1m\"`",
            spec.name
        )
    })
}

/// A limit on a body that nobody reads: most likely the input was forgotten.
pub(super) fn unread(spec: &ActionSpec) -> Option<String> {
    let limited = spec.body_limit != ActionSpec::DEFAULT_BODY_LIMIT;
    (limited && !spec.reads_body()).then(|| {
        format!(
            "`{}` has a `body_limit`, but reads no body: take it as `Input<T>` or `RawBody`, or leave out the limit",
            spec.name
        )
    })
}

fn is_by_address(limit: &RateLimit) -> bool {
    limit.by == LimitKey::Ip
}

fn missing_authenticators(spec: &ActionSpec, core: &Core) -> Vec<String> {
    let Access::Guarded(requirement) = &spec.access else {
        return Vec::new();
    };
    if requirement.schemes.is_empty() && core.authenticators.iter().next().is_none() {
        return vec![format!(
            "`{}` demands a caller, but no authenticator is configured: add `.authenticate(...)` to the configuration",
            spec.name
        )];
    }
    let names = || core.authenticators.iter().map(Authenticator::name);
    let missing = requirement.schemes.iter().filter(|wanted| !names().any(|name| name == **wanted));
    missing
        .map(|wanted| {
            let help = match nearest(names(), wanted) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if names().next().is_none() => "add `.authenticate(...)` to the configuration".to_owned(),
                None => format!("there are {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
            };
            format!("`{}` accepts `{wanted}`, but no authenticator has that name: {help}", spec.name)
        })
        .collect()
}

/// `auth(max_age = "5m")` where no credential ever says when its caller authenticated: nobody could call the action.
fn impossible_step_up(spec: &ActionSpec, core: &Core) -> Option<String> {
    let Access::Guarded(Requirement { schemes, step_up: Some(demanded), .. }) = &spec.access else {
        return None;
    };
    let accepted: Vec<_> = core.authenticators.accepted(schemes).collect();
    // Where there is none, that is the fault.
    if accepted.is_empty() || accepted.iter().any(|authenticator| authenticator.supports_step_up(demanded)) {
        return None;
    }
    let demand = match (demanded.max_age, demanded.acr) {
        (Some(_), []) => "`max_age`",
        (Some(_), _) => "`max_age` with `acr`",
        (None, _) => "`acr`",
    };
    let accepted: Vec<_> = accepted.iter().map(|authenticator| format!("`{}`", authenticator.name())).collect();
    Some(format!(
        "`{}` demands {demand}, which no credential of the kind {} fulfils, so nobody could call it: add an authenticator that can, \
         such as `Jwt`, or tell by `Authenticator::supports_step_up` that yours does",
        spec.name,
        accepted.join(" or ")
    ))
}

/// A password, or a code, that anybody may try: the default limit of public actions is far too many guesses (CWE-307, ASVS 6.3.1).
///
/// A limit by the account does not replace one by address, and neither does one by both: with them, one address tries one password
/// on any number of accounts.
fn guessable(Documented { spec, arguments, .. }: &Documented) -> Option<String> {
    if !spec.access.is_public() || spec.rate_limits.iter().any(is_by_address) {
        return None;
    }
    secrets::takes_any(spec, arguments).then(|| {
        format!(
            "`{}` takes a secret from anybody, so it can be guessed: say how often each address may try, such as \
             `rate_limit = \"20/15m\"`",
            spec.name
        )
    })
}

/// `audit = "durable"` where nothing outlives a crash.
fn broken_promises(specs: &[&'static ActionSpec], core: &Core) -> Option<String> {
    let durable: Vec<_> = specs.iter().filter(|spec| spec.audit == AuditMode::Durable).map(|spec| spec.name).collect();
    (!durable.is_empty() && !core.trail.is_durable()).then(|| {
        format!(
            "`{}`: `audit = \"durable\"` promises an event that outlives a crash, but no audit sink is durable: add \
             `.audit(JsonLines::create(\"audit.jsonl\")?)`, or tell by `Sink::is_durable` that yours is",
            durable.join("`, `")
        )
    })
}

/// The document's tags are those of the actions: one that is described under another name is a slip.
pub(super) fn tags_of_no_action<'i>(info: &'i Info, operations: &'i [Documented]) -> impl Iterator<Item = String> + 'i {
    openapi::unknown_tags(info, operations)
        .into_iter()
        .map(|name| format!("the OpenAPI document describes the tag `{name}`, which no action has"))
}

/// What the router serves by itself stands at a path of its own.
fn place_fault(specs: &[&'static ActionSpec], earlier: &[Served], what: &str, path: &str) -> Option<String> {
    if !path.starts_with('/') || path.contains(['{', '}']) {
        return Some(format!("{what} cannot be served at `{path}`: write a plain path such as \"/openapi.json\""));
    }
    let actions = specs.iter().copied().filter(|spec| spec.method == Method::Get);
    let others = earlier.iter().map(|served| served.spec);
    let taken = actions.chain(others).find(|spec| same_route(spec.path, path))?;
    Some(format!("{what} cannot be served at `{path}`: `{}` answers there", taken.name))
}
