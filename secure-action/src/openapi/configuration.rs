//! `Configuration`: what the document must know of the running configuration.

use serde_json::Value;

use crate::spec::{Access, ActionSpec, RateLimit};

/// What the document must know of the running configuration: no more than changes what an operation can answer.
#[derive(Debug, Default)]
pub(crate) struct Configuration<'a> {
    /// The configured authenticators.
    pub(crate) schemes: Vec<Scheme>,
    /// The limits of the application, beside those that actions name themselves.
    pub(crate) default_limits: &'a [RateLimit],
    /// Whether requests for a host that is not listed are refused.
    pub(crate) hosts_listed: bool,
    /// Whether requests that did not come in encrypted are refused.
    pub(crate) https_required: bool,
    /// Whether the document is for anyone: it then says no more than a refusal would.
    pub(crate) public: bool,
    /// Whether the application makes public failures of internal errors.
    pub(crate) classified: bool,
}

/// One configured authenticator.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// The name that `auth(...)` gives it.
    pub(crate) name: &'static str,
    /// Its OpenAPI security scheme object.
    pub(crate) object: Value,
    /// Whether it tells callers which scope their credential lacks.
    pub(crate) names_scopes: bool,
}

impl Configuration<'_> {
    /// Whether an accepted credential can be narrowed to scopes, and is then refused by `spec` whatever they are.
    pub(super) fn refuses_narrowed(&self, spec: &ActionSpec) -> bool {
        matches!(spec.access, Access::Guarded(requirement) if requirement.refuses_narrowed())
            && self.schemes_of(spec, false).any(|scheme| scheme.names_scopes)
    }

    /// The limits that hold for `spec`.
    pub(super) fn limits(&self, spec: &ActionSpec) -> Vec<RateLimit> {
        spec.limits(self.default_limits)
    }

    /// The authenticators that look at a request to `spec`: those that a guarded action accepts; for a public one, all of
    /// them if it takes a caller, and otherwise none.
    pub(super) fn schemes_of(&self, spec: &ActionSpec, optional_caller: bool) -> impl Iterator<Item = &Scheme> {
        let (asked, accepted): (bool, &[&str]) = match spec.access {
            Access::Public => (optional_caller, &[]),
            Access::Guarded(requirement) => (true, requirement.schemes),
        };
        self.schemes.iter().filter(move |scheme| asked && (accepted.is_empty() || accepted.contains(&scheme.name)))
    }
}
