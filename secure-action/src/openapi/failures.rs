//! What an action's function fails with, as far as its error type says so, beside what its guards answer.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use http::StatusCode;

use super::builder::Described;
use super::components::Components;
use super::headers;
use super::model::ResponseOrReference;
use super::problems::{Challenge, PossibleProblem};
use super::refusals;
use crate::error::PublicVariant;

/// The variants that clients see, by status. An internal one is the `INTERNAL_ERROR` that every action can answer.
pub(super) fn by_status(failures: Option<&'static [PublicVariant]>) -> BTreeMap<StatusCode, Vec<&'static PublicVariant>> {
    let mut statuses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for variant in failures.unwrap_or_default().iter().filter(|variant| !variant.is_internal()) {
        statuses.entry(variant.status()).or_default().push(variant);
    }
    statuses
}

/// Whether the operation can answer a status or a code that is not listed: where the function chooses freely, where other code of
/// the application has a say before it (the loading of a target, a foreign extractor), and where the application looks into
/// internal errors and makes public ones of them (`classified`).
pub(super) fn are_open(described: &Described, classified: bool) -> bool {
    let chosen = |variants: &[PublicVariant]| classified && variants.iter().any(PublicVariant::is_internal);
    described.target || described.foreign || described.failures.is_none_or(chosen)
}

/// The response of one operation to a status that its function's error type names, and perhaps its guards as well.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) status: StatusCode,
    /// What the guards answer with this status.
    pub(super) problem: Option<PossibleProblem>,
    pub(super) variants: Vec<&'static PublicVariant>,
    /// Whether there are authenticators, which challenge with every 401.
    pub(super) authenticators: bool,
    /// Whether other codes than these can be answered, as [`are_open`] says.
    pub(super) open: bool,
}

impl Own {
    /// The status, as operations list it.
    pub(super) fn key(&self) -> Cow<'static, str> {
        Cow::Owned(self.status.as_str().to_owned())
    }

    pub(super) fn response(&self, components: &mut Components) -> ResponseOrReference {
        let problem = self.problem.as_ref();
        let challenge = match problem {
            _ if self.authenticators && self.status == StatusCode::UNAUTHORIZED => Challenge::Always,
            Some(problem) => problem.challenge,
            None => Challenge::Never,
        };
        let by_limits = problem.is_some() && self.status == StatusCode::TOO_MANY_REQUESTS;
        ResponseOrReference::Response(refusals::refusal(
            description(problem, &self.variants),
            headers::of_refusal(challenge, by_limits),
            refusals::coded(self.status, &codes(problem, &self.variants), self.open),
            components,
        ))
    }
}

/// The codes of one status, each once: those of the guards, then those of the function.
fn codes(problem: Option<&PossibleProblem>, variants: &[&PublicVariant]) -> Vec<&'static str> {
    let guards = problem.into_iter().flat_map(|problem| problem.kind.codes.iter().copied());
    let mut codes = Vec::new();
    for code in guards.chain(variants.iter().map(|variant| variant.code())) {
        if !codes.contains(&code.as_str()) {
            codes.push(code.as_str());
        }
    }
    codes
}

/// What one status means, in the words that a client gets.
fn description(problem: Option<&PossibleProblem>, variants: &[&PublicVariant]) -> String {
    if let (None, [variant]) = (problem, variants) {
        return words(variant);
    }
    let mut text = problem.map(|problem| format!("{}\n\n", problem.kind.description)).unwrap_or_default();
    for (index, variant) in variants.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        // Writing to a `String` does not fail.
        let _ = write!(text, "{separator}- `{}`: {}", variant.code(), words(variant));
    }
    text
}

fn words(variant: &PublicVariant) -> String {
    variant.message().map_or_else(|| variant.code().title().into_owned(), ToOwned::to_owned)
}
