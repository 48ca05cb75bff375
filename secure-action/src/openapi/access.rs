//! Who may call an operation and how often, in the document's terms: security requirements, extensions, and a sentence.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use super::Configuration;
use super::model::SecurityRequirement;
use crate::spec::{Access, ActionSpec, Count, LimitKey, RateLimit, StepUp};

/// The alternatives, any one of which is enough: the accepted schemes. Roles and permissions stand in `x-roles` and `x-permissions`:
/// OpenAPI 3.1 would take their names here, but has no way to declare them, and linters ask for names that are declared.
///
/// Empty for public actions alone: the start refuses a guarded one for which no accepted scheme is configured.
pub(super) fn security(
    spec: &ActionSpec,
    configuration: &Configuration<'_>,
    optional_caller: bool,
) -> Vec<SecurityRequirement> {
    let nobody = matches!(spec.access, Access::Public) && optional_caller;
    let schemes = configuration.schemes_of(spec, optional_caller).map(|scheme| BTreeMap::from([(scheme.name, [])]));
    schemes.chain(nobody.then(BTreeMap::new)).collect()
}

/// What OpenAPI has no words for: `x-roles` (any of them), `x-permissions` (all of them), `x-step-up` (in the terms of RFC 9470),
/// `x-rate-limits` (all of them hold).
///
/// What anyone may read has the limits only, and not whom they spare.
pub(super) fn extensions(spec: &ActionSpec, limits: &[RateLimit], public: bool) -> BTreeMap<&'static str, Value> {
    let mut extensions = BTreeMap::new();
    if let Access::Guarded(requirement) = spec.access
        && !public
    {
        if !requirement.roles.is_empty() {
            extensions.insert("x-roles", json!(requirement.roles));
        }
        if !requirement.permissions.is_empty() {
            extensions.insert("x-permissions", json!(requirement.permissions));
        }
        if let Some(demanded) = &requirement.step_up {
            extensions.insert("x-step-up", step_up_object(demanded));
        }
    }
    extensions.insert("x-rate-limits", limits.iter().map(|limit| limit_object(limit, public)).collect());
    extensions
}

/// The description of an operation: the doc comment, then who may call it and how often.
pub(super) fn description(spec: &ActionSpec, configuration: &Configuration<'_>, limits: &[RateLimit]) -> String {
    let mut text = spec.description.to_owned();
    let mut paragraph = |sentence: &str| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(sentence);
    };
    if let Access::Guarded(requirement) = spec.access
        && !configuration.public
    {
        let roles = (!requirement.roles.is_empty()).then(|| {
            let noun = if requirement.roles.len() == 1 { "the role" } else { "one of the roles" };
            format!("{noun} {}", quoted(requirement.roles))
        });
        let permissions = (!requirement.permissions.is_empty()).then(|| {
            let noun = if requirement.permissions.len() == 1 { "the permission" } else { "the permissions" };
            format!("{noun} {}", quoted(requirement.permissions))
        });
        let needs: Vec<_> = roles.into_iter().chain(permissions).collect();
        if !needs.is_empty() {
            paragraph(&format!("Requires {}.", needs.join(" and ")));
        }
        if let Some(demanded) = &requirement.step_up {
            paragraph(&step_up_sentence(demanded));
        }
        if configuration.refuses_narrowed(spec) {
            paragraph("Refuses credentials that are narrowed to scopes.");
        }
    }
    for limit in limits {
        paragraph(&limit_sentence(limit, configuration.public));
    }
    text
}

fn step_up_object(demanded: &StepUp) -> Value {
    let max_age = demanded.max_age.map(|max_age| ("max_age".to_owned(), json!(max_age.as_secs())));
    let levels = (!demanded.acr.is_empty()).then(|| ("acr_values".to_owned(), json!(demanded.acr)));
    Value::Object(max_age.into_iter().chain(levels).collect())
}

fn step_up_sentence(demanded: &StepUp) -> String {
    let mut sentence = "The caller must have authenticated".to_owned();
    // Writing to a `String` does not fail.
    if let Some(max_age) = demanded.max_age {
        _ = write!(sentence, " within the last {}", window(max_age));
    }
    match demanded.acr {
        [] => {}
        [level] => _ = write!(sentence, " at the level `{level}`"),
        levels => _ = write!(sentence, " at one of the levels {}", quoted(levels)),
    }
    sentence.push('.');
    sentence
}

fn limit_object(limit: &RateLimit, public: bool) -> Value {
    let mut object = json!({ "quota": limit.quota, "window": limit.window.as_secs(), "by": limit.by.policy_name() });
    if let Value::Object(members) = &mut object {
        if let Some(burst) = limit.burst {
            members.insert("burst".into(), burst.into());
        }
        if !limit.skip.is_empty() && !public {
            members.insert("skip".into(), json!(limit.skip));
        }
        if limit.count == Count::Failures {
            members.insert("count".into(), "failures".into());
        }
    }
    object
}

fn limit_sentence(limit: &RateLimit, public: bool) -> String {
    let requests = match (limit.count, limit.quota) {
        (Count::Failures, 1) => "failed request",
        (Count::Failures, _) => "failed requests",
        (_, 1) => "request",
        (_, _) => "requests",
    };
    let (quota, window) = (limit.quota, window(limit.window));
    let mut sentence = match limit.burst {
        None => format!("At most {quota} {requests} in any {window}"),
        Some(burst) => format!("On average {quota} {requests} every {window}, and up to {burst} at once,"),
    };
    // Writing to a `String` does not fail.
    _ = match limit.by {
        LimitKey::Ip => write!(sentence, " from each address"),
        LimitKey::Caller => write!(sentence, " from each caller"),
        LimitKey::Global => write!(sentence, " from all callers together"),
        LimitKey::Input(field) => write!(sentence, " for each value of `{field}`"),
        LimitKey::Together(keys) => {
            write!(sentence, " for each combination of {}", keys.iter().map(part).collect::<Vec<_>>().join(", "))
        }
    };
    if !limit.skip.is_empty() && !public {
        _ = write!(sentence, "; callers with {} are not counted", quoted(limit.skip));
    }
    sentence.push('.');
    sentence
}

/// One of several that a limit counts together.
fn part(key: &LimitKey) -> String {
    match key {
        LimitKey::Ip => "address".to_owned(),
        LimitKey::Caller => "caller".to_owned(),
        LimitKey::Input(field) => format!("`{field}`"),
        LimitKey::Global | LimitKey::Together(_) => key.policy_name().into_owned(),
    }
}

/// `15 minutes`; a single unit goes without its number: "in any hour".
fn window(window: Duration) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let seconds = window.as_secs();
    let (length, unit) = UNITS.into_iter().find(|(length, _)| seconds.is_multiple_of(*length)).unwrap_or((1, "second"));
    match seconds / length {
        1 => unit.to_owned(),
        count => format!("{count} {unit}s"),
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
