//! Reading a value: strictly, validated, with every fault reported at once.

use garde::Report;
use serde::Deserialize;
use serde_json::Value;

use super::fault::{Fault, Problem, SYNTAX};
use super::location::Location;
use super::pairs::{self, Pairs};
use super::strict::{Pass, Strict};
use super::{InputType, review};
use crate::error::{FieldErrors, Refusal};

/// A value from JSON.
pub(super) fn json<T: InputType>(bytes: &[u8]) -> Result<T, Refusal> {
    let fault = match strictly::<T>(bytes) {
        Ok(value) => return validated(value),
        Err(fault) => fault,
    };
    let value = strictly::<Value>(bytes).ok();
    let fault = match (malformed(&fault), &value) {
        // What cannot be read at all has no fields to report.
        (Some(text), None) => return Err(Refusal::malformed(text)),
        // serde_json calls it a mistake of syntax when an array or a number stands where an enum is expected.
        (Some(_), Some(_)) => fault.refused(),
        (None, _) => fault,
    };
    Err(everything::<T>(&fault, value.as_ref(), false))
}

/// A value from a form or a query.
pub(super) fn pairs<T: InputType>(bytes: &[u8]) -> Result<T, Refusal> {
    let pairs = pairs::parse(bytes).map_err(Refusal::malformed)?;
    match T::deserialize(Pairs(&pairs)) {
        Ok(value) => validated(value),
        Err(fault) => Err(everything::<T>(&fault, Some(&pairs::to_value(&pairs)), true)),
    }
}

fn strictly<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let pass = Pass::default();
    let value = T::deserialize(Strict::new(&mut reader, &pass))?;
    reader.end().map_err(|_| Fault::new(Problem::Malformed(SYNTAX)))?;
    Ok(value)
}

fn malformed(fault: &Fault) -> Option<&'static str> {
    match fault.problem() {
        Problem::Malformed(text) => Some(text),
        _ => None,
    }
}

/// The first fault, and whatever else the type's schema has against the value.
fn everything<T: InputType>(fault: &Fault, value: Option<&Value>, texts: bool) -> Refusal {
    let mut errors = FieldErrors::new();
    if let Some(value) = value {
        review::review::<T>(value, texts, &mut errors);
    }
    let location = fault.location();
    if !errors.iter().any(|(path, _)| path == path_of(&location)) {
        errors.add(path_of(&location), fault.message());
    }
    Refusal::invalid(errors)
}

fn validated<T: InputType>(value: T) -> Result<T, Refusal> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => Err(Refusal::invalid(field_errors(&report))),
    }
}

/// garde's report. Its messages are about rules and not about values, except where a rule explains itself.
fn field_errors(report: &Report) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for (path, error) in report.iter().take(review::MOST) {
        let message = error.message();
        // `not a valid email: value contains invalid character ...`
        let message = match message.split_once(": ") {
            Some((rule, _)) if message.starts_with("not a valid") => rule.to_owned(),
            _ => message.to_owned(),
        };
        let path = path.to_string();
        errors.add(if path.is_empty() { ROOT.to_owned() } else { path }, message);
    }
    errors
}

/// The path of a fault that is about the whole value.
pub(super) const ROOT: &str = "*";

pub(super) fn path_of(location: &Location) -> String {
    let path = location.to_string();
    if path.is_empty() { ROOT.to_owned() } else { path }
}

/// A value that is one text, such as a single path parameter.
pub(super) fn parameter_fault(name: &str, fault: &Fault) -> Refusal {
    let mut errors = FieldErrors::new();
    let path = fault.location().to_string();
    errors.add(if path.is_empty() { name.to_owned() } else { path }, fault.message());
    Refusal::invalid(errors)
}
