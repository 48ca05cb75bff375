//! What an action's function fails with, as far as its error type says so, beside what its guards answer.

use std::collections::BTreeMap;
use std::fmt::Write;

use http::StatusCode;

use super::problems::PossibleProblem;
use crate::error::PublicVariant;

/// The variants that clients see, by status. An internal one is the `INTERNAL_ERROR` that every action can answer.
pub(super) fn by_status(failures: Option<&'static [PublicVariant]>) -> BTreeMap<StatusCode, Vec<&'static PublicVariant>> {
    let mut statuses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for variant in failures.unwrap_or_default().iter().filter(|variant| !variant.is_internal()) {
        statuses.entry(variant.status()).or_default().push(variant);
    }
    statuses
}

/// Whether the function can answer a status that is not listed: where it chooses freely, and where the application looks into
/// internal errors and makes public ones of them (`classified`).
pub(super) fn are_open(failures: Option<&'static [PublicVariant]>, classified: bool) -> bool {
    failures.is_none_or(|variants| classified && variants.iter().any(PublicVariant::is_internal))
}

/// The codes of one status, each once: those of the guards, then those of the function.
pub(super) fn codes(problem: Option<&PossibleProblem>, variants: &[&PublicVariant]) -> Vec<&'static str> {
    let guards = problem.into_iter().flat_map(|problem| problem.codes.iter().copied());
    let mut codes = Vec::new();
    for code in guards.chain(variants.iter().map(|variant| variant.code())) {
        if !codes.contains(&code.as_str()) {
            codes.push(code.as_str());
        }
    }
    codes
}

/// What one status means, in the words that a client gets.
pub(super) fn description(problem: Option<&PossibleProblem>, variants: &[&PublicVariant]) -> String {
    if let (None, [variant]) = (problem, variants) {
        return words(variant);
    }
    let mut text = problem.map(|problem| format!("{}\n\n", problem.description)).unwrap_or_default();
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
