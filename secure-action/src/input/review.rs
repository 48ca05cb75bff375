//! The second look: everything that a type's JSON schema has against a value that could not be read.
//!
//! Serde stops at the first fault. A client that fixes one field after the other learns slowly, so the same value is walked
//! along the schema, and every mismatch is reported.

use std::borrow::Cow;

use garde::rules::email::parse_email;
use serde_json::Value;
use url::Url;

use super::InputType;
use super::fault::{DUPLICATE, MISSING, NOT_A_WEB_ADDRESS, NOT_ACCEPTABLE, NOT_AN_EMAIL, NULL, UNKNOWN, one_of};
use super::location::{Location, Segment, path_of};
use super::sanitize::normal_email;
use super::schema::{Parts, list, schema_of, variant};
use super::strict::MAX_DEPTH;
use super::text::{boolean, is_integer, number};
use crate::error::FieldErrors;

/// The most faults that are reported of one value: an answer must not grow with the attack.
pub(super) const MOST: usize = 100;

const AN_OBJECT: &str = "expected an object";

/// Adds what the schema of `T` has against `value`. With `texts`, numbers and booleans are expected as texts.
pub(super) fn review<T: InputType>(value: &Value, texts: bool, errors: &mut FieldErrors) {
    start::<T>(value, texts, false, errors);
}

/// Adds the fields of `value` that the schema of `T` does not know.
///
/// Where a type buffers what it reads (`#[serde(flatten)]`, tagged and untagged enums), serde ignores such fields, and the
/// strict reader cannot see it.
pub(super) fn unknown_fields<T: InputType>(value: &Value, texts: bool, errors: &mut FieldErrors) {
    start::<T>(value, texts, true, errors);
}

fn start<T: InputType>(value: &Value, texts: bool, only_unknown: bool, errors: &mut FieldErrors) {
    let schema = schema_of::<T>();
    let mut review = Review { root: &schema, texts, only_unknown, at: Location::default(), errors, depth: 0 };
    review.value(value, &schema);
}

struct Review<'r> {
    root: &'r Value,
    texts: bool,
    only_unknown: bool,
    at: Location,
    errors: &'r mut FieldErrors,
    depth: usize,
}

impl<'r> Review<'r> {
    fn value(&mut self, value: &Value, schema: &'r Value) {
        if self.depth > MAX_DEPTH * 2 || self.is_full() {
            return;
        }
        self.depth += 1;
        self.at_this_depth(value, &Parts::of(self.root, schema, value, self.texts));
        self.depth -= 1;
    }

    fn at_this_depth(&mut self, value: &Value, parts: &Parts<'r>) {
        let expected = parts.sure.iter().find_map(|part| self.wrong_type(value, part));
        if let Some(expected) = expected.or_else(|| no_array(value, parts)) {
            // A type's own reader may take a text for an object; an array is what serde's buffers take for one.
            if !self.only_unknown || value.is_array() {
                self.add(expected);
            }
            return;
        }
        if let Some(expected) = parts.sure.iter().find_map(|part| not_one_of(value, part)) {
            return self.add(expected);
        }
        for part in &parts.sure {
            self.rules(value, part);
        }
        match value {
            Value::Object(members) => self.object(members, parts),
            Value::Array(items) => self.array(items, parts),
            _ => {}
        }
    }

    /// What a part says about the value itself.
    fn rules(&mut self, value: &Value, schema: &Value) {
        match value {
            Value::Array(items) => self.length(items.len(), schema, ["minItems", "maxItems"]),
            Value::String(text) if text.contains('\0') => self.add(NULL),
            Value::String(text) if is(schema, "string") => {
                self.length(text.trim().chars().count(), schema, ["minLength", "maxLength"]);
                self.format(text, schema);
            }
            Value::String(text) => self.range(number(text), schema),
            Value::Number(number) => self.range(number.as_f64(), schema),
            Value::Object(_) | Value::Null | Value::Bool(_) => {}
        }
    }

    /// What was expected, if the value is of another type.
    fn wrong_type(&self, value: &Value, schema: &Value) -> Option<&'static str> {
        let names: Vec<&str> = match &schema["type"] {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return None,
        };
        let fits = |name: &&str| match (*name, value) {
            ("string", Value::String(_))
            | ("object", Value::Object(_))
            | ("array", Value::Array(_))
            | ("boolean", Value::Bool(_))
            | ("number", Value::Number(_))
            | ("null", Value::Null) => true,
            ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
            ("integer", Value::String(text)) => self.texts && is_integer(text),
            ("number", Value::String(text)) => self.texts && number(text).is_some(),
            ("boolean", Value::String(text)) => self.texts && boolean(text).is_some(),
            ("null", Value::String(text)) => self.texts && text.is_empty(),
            // One value is a list of one.
            ("array", Value::String(_)) => self.texts,
            _ => false,
        };
        if names.is_empty() || names.iter().any(fits) {
            return None;
        }
        if self.texts && value.is_array() {
            return Some(DUPLICATE);
        }
        Some(match names.iter().find(|name| **name != "null").copied() {
            Some("string") => "expected a string",
            Some("object") => AN_OBJECT,
            Some("array") => "expected an array",
            Some("boolean") => "expected true or false",
            Some("integer") => "expected an integer",
            Some("number") => "expected a number",
            _ => "expected null",
        })
    }

    fn object(&mut self, members: &serde_json::Map<String, Value>, parts: &Parts<'r>) {
        for name in parts.sure.iter().flat_map(|part| list(&part["required"])).filter_map(Value::as_str) {
            if self.is_full() {
                return;
            }
            if !members.contains_key(name) {
                self.inside(Segment::key(name), |review| review.add(MISSING));
            }
        }
        let open = parts.is_open();
        let rest = parts.rest().filter(|_| parts.choices.is_empty());
        for (name, value) in members {
            // A value can be much larger than what is reported of it.
            if self.is_full() {
                return;
            }
            let sure = parts.sure.iter().find_map(|part| part["properties"].get(name));
            self.inside(Segment::key(name), |review| match sure {
                Some(known) => review.value(value, known),
                None if parts.member(name).is_some() => {}
                None if !open => review.add(UNKNOWN),
                None => rest.into_iter().for_each(|rest| review.value(value, rest)),
            });
        }
    }

    fn array(&mut self, items: &[Value], parts: &Parts<'r>) {
        for (index, item) in items.iter().enumerate() {
            if self.is_full() {
                return;
            }
            let schema = parts.sure.iter().find_map(|part| part["prefixItems"].get(index).or_else(|| part.get("items")));
            if let Some(schema) = schema {
                self.inside(Segment::Index(index), |review| review.value(item, schema));
            }
        }
    }

    fn format(&mut self, text: &str, schema: &Value) {
        match schema["format"].as_str() {
            Some("email") if parse_email(&normal_email(text)).is_err() => self.add(NOT_AN_EMAIL),
            Some("uri") if Url::parse(text.trim()).is_err() => self.add(NOT_A_WEB_ADDRESS),
            _ => {}
        }
    }

    /// The words are those of the validator, which finds the same faults in a value that can be read.
    fn length(&mut self, length: usize, schema: &Value, [least, most]: [&str; 2]) {
        let length = length as u64;
        if let Some(least) = schema[least].as_u64().filter(|least| length < *least) {
            self.add(format!("length is lower than {least}"));
        }
        if let Some(most) = schema[most].as_u64().filter(|most| length > *most) {
            self.add(format!("length is greater than {most}"));
        }
    }

    fn range(&mut self, number: Option<f64>, schema: &Value) {
        let Some(number) = number else { return };
        if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
            self.add(format!("lower than {least}"));
        }
        if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
            self.add(format!("greater than {most}"));
        }
    }

    fn inside(&mut self, segment: Segment, look: impl FnOnce(&mut Self)) {
        self.at.enter(segment);
        look(self);
        self.at.leave();
    }

    fn add(&mut self, message: impl Into<Cow<'static, str>>) {
        let message = message.into();
        let wanted = !self.only_unknown || message == UNKNOWN || message == AN_OBJECT;
        if wanted && !self.is_full() {
            self.errors.add(path_of(&self.at), message);
        }
    }

    fn is_full(&self) -> bool {
        self.errors.len() >= MOST
    }
}

/// What was expected, if the value is an array and none of its choices is one.
fn no_array(value: &Value, parts: &Parts<'_>) -> Option<&'static str> {
    let composed = |part: &Value| ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| !part[key].is_null());
    let mut choices = parts.choices.iter().filter(|choice| !composed(choice)).peekable();
    let objects = choices.peek().is_some() && choices.all(|choice| is(choice, "object"));
    (value.is_array() && objects).then_some(AN_OBJECT)
}

/// The names to choose from, if the value is not one of them.
fn not_one_of(value: &Value, schema: &Value) -> Option<Cow<'static, str>> {
    if let Some(allowed) = schema["enum"].as_array() {
        return (!allowed.contains(value)).then(|| one_of(allowed.iter().filter_map(Value::as_str)));
    }
    // An enum whose variants are names, or objects of one name.
    let mut names = Vec::new();
    for choice in list(&schema["oneOf"]) {
        match (choice["const"].as_str(), choice["enum"].as_array(), variant(choice)) {
            (Some(name), ..) => names.push(name),
            (None, Some(several), _) => names.extend(several.iter().filter_map(Value::as_str)),
            (None, None, Some((name, _))) => names.push(name),
            (None, None, None) => return None,
        }
    }
    let named = match value {
        Value::String(text) => names.contains(&text.as_str()),
        Value::Object(members) => members.keys().any(|name| names.contains(&name.as_str())),
        _ => return (!names.is_empty()).then_some(Cow::Borrowed(NOT_ACCEPTABLE)),
    };
    (!names.is_empty() && !named).then(|| one_of(names))
}

fn is(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}
