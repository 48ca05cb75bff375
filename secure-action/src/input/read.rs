//! Reading a value: strictly, validated, with every fault reported at once.

use std::borrow::Cow;
use std::cell::Cell;

use garde::Report;
use serde::Deserialize;
use serde_json::Value;

use super::fault::{Fault, NOT_A_WEB_ADDRESS, NOT_AN_EMAIL, Problem};
use super::location::path_of;
use super::pairs::{self, Pairs};
use super::schema::schema_of;
use super::strict::{Pass, Strict};
use super::whole::Whole;
use super::{InputType, names, read_on, review};
use crate::error::{FieldErrors, Refusal};

/// A value from JSON.
pub(super) fn json<T: InputType>(bytes: &[u8]) -> Result<T, Refusal> {
    let pass = Pass::default();
    let read = strictly::<T>(bytes, &pass);
    // The text as it stands is needed only when something is wrong, or may be.
    let whole = || Whole::read(bytes).map(|whole| (whole.value, whole.duplicates)).map_err(Refusal::malformed);
    let read_on = |sent: &Value, errors: &mut FieldErrors| read_on::json::<T>(sent, bytes.len(), errors);
    concluded(read, pass.has_buffered(), whole, read_on, false)
}

/// A value from a form or a query.
pub(super) fn pairs<T: InputType>(bytes: &[u8]) -> Result<T, Refusal> {
    let pairs = pairs::parse(bytes).map_err(Refusal::malformed)?;
    let buffered = Cell::new(false);
    let read = T::deserialize(Pairs::new(&pairs, &buffered));
    // Whether a name may stand twice is for the type to say.
    let whole = || Ok((pairs::to_value(&pairs), FieldErrors::new()));
    let read_on = |_: &Value, errors: &mut FieldErrors| read_on::pairs::<T>(&pairs, bytes.len(), errors);
    concluded(read, buffered.get(), whole, read_on, true)
}

/// Whether `T` keeps the pairs of a form before it reads them, as with `#[serde(flatten)]`.
pub(super) fn buffers<T: InputType>() -> bool {
    let buffered = Cell::new(false);
    // What the type says of an empty form is of no interest, but how it asks.
    let _ = T::deserialize(Pairs::new(&[], &buffered));
    buffered.get()
}

fn strictly<'de, T: Deserialize<'de>>(bytes: &'de [u8], pass: &Pass) -> Result<T, Fault> {
    // Once for the whole, not for each text in it.
    let text = str::from_utf8(bytes).map_err(|_| Fault::new(Problem::Malformed))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Strict::new(&mut reader, pass))?;
    reader.end().map_err(|_| Fault::new(Problem::Malformed))?;
    Ok(value)
}

/// The value, or everything that is wrong with it. `whole` is what the client sent, and what stands in it twice; `read_on` adds to the
/// faults that are known what only the type can say of the rest.
fn concluded<T: InputType>(
    read: Result<T, Fault>,
    buffered: bool,
    whole: impl Fn() -> Result<(Value, FieldErrors), Refusal>,
    read_on: impl Fn(&Value, &mut FieldErrors),
    texts: bool,
) -> Result<T, Refusal> {
    let value = match read {
        Ok(value) => value,
        Err(fault) => {
            // What cannot be read at all has no fields to report.
            let (sent, duplicates) = whole()?;
            let mut errors = everything::<T>(&fault, &sent, duplicates, texts);
            read_on(&sent, &mut errors);
            return Err(Refusal::invalid(errors));
        }
    };
    if buffered {
        let mut errors = FieldErrors::new();
        review::unknown_fields::<T>(&whole()?.0, texts, &mut errors);
        if !errors.is_empty() {
            return Err(Refusal::invalid(errors));
        }
    }
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => Err(Refusal::invalid(field_errors::<T>(&report, &whole()?.0))),
    }
}

/// The first fault, and whatever else the type's schema has against what was sent.
fn everything<T: InputType>(fault: &Fault, sent: &Value, duplicates: FieldErrors, texts: bool) -> FieldErrors {
    let mut errors = duplicates;
    review::review::<T>(sent, texts, &mut errors);
    let location = path_of(&fault.location());
    if !errors.iter().any(|(path, _)| path == location) {
        errors.add(location, fault.message());
    }
    errors
}

/// garde's report. Its messages are about rules and not about values, except where a rule explains itself.
fn field_errors<T: InputType>(report: &Report, sent: &Value) -> FieldErrors {
    let schema = schema_of::<T>();
    let mut errors = FieldErrors::new();
    for (path, error) in report.iter().take(review::MOST) {
        let message = error.message();
        let message = match message.split_once(": ") {
            // `not a valid email: value contains invalid character ...`
            Some(("not a valid email", _)) => Cow::Borrowed(NOT_AN_EMAIL),
            Some(("not a valid url", _)) => Cow::Borrowed(NOT_A_WEB_ADDRESS),
            Some((rule, _)) if message.starts_with("not a valid") => Cow::Owned(rule.to_owned()),
            _ => Cow::Owned(message.to_owned()),
        };
        errors.add(path_of(&names::location(&schema, sent, path)), message);
    }
    errors
}

/// A value that is one text, such as a single path parameter.
pub(super) fn parameter_fault(name: &str, fault: &Fault) -> Refusal {
    let mut errors = FieldErrors::new();
    let path = fault.location().to_string();
    errors.add(if path.is_empty() { name.to_owned() } else { path }, fault.message());
    Refusal::invalid(errors)
}
