//! Where an action takes secrets: from the body, and from the URL where they must not be.

use crate::audit::{Redaction, is_secret};
use crate::openapi::{self, Describe, Documented};
use crate::spec::{ActionSpec, TargetKey};

/// Whether the action takes anything that is worth guessing: a [`Secret`](crate::Secret), or a field that is called `password`,
/// `pin` or the like.
pub(super) fn takes_any(spec: &ActionSpec, arguments: &[Describe]) -> bool {
    let has_any = |redaction: &Redaction| redaction.knows_a_secret() || redaction.names_a_secret();
    openapi::body_schema(arguments).is_some_and(|schema| has_any(&Redaction::from_schema(&schema)))
        || openapi::url_parameters(spec, arguments)
            .iter()
            .any(|(name, schema)| is_secret(name) || has_any(&Redaction::from_schema(schema)))
}

/// A `Secret` in the URL: it ends up in the logs of every proxy, in histories and in `Referer` headers (CWE-598, ASVS 14.2.1).
pub(super) fn in_url(Documented { spec, arguments, .. }: &Documented) -> Option<String> {
    let parameters = openapi::url_parameters(spec, arguments);
    let secret = parameters.iter().filter(|(_, schema)| Redaction::from_schema(schema).knows_a_secret());
    let names: Vec<_> = secret.map(|(name, _)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| {
        format!(
            "`{}` takes a `Secret` from the URL, which ends up in logs and histories: {}; take it from the body of a POST, as \
             `Input<T>`",
            spec.name,
            names.join(", ")
        )
    })
}

/// Whether the target is found by what is called `token` or the like. (A `Secret` cannot be the key of one.)
pub(super) fn is_key(spec: &ActionSpec) -> bool {
    match spec.target_key() {
        Some(TargetKey::Parameter(name) | TargetKey::Input(name)) => is_secret(name),
        None => false,
    }
}
