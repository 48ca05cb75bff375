//! The second look: everything that a type's JSON schema has against a value that could not be read.
//!
//! Serde stops at the first fault. A client that fixes one field after the other learns slowly, so the same value is walked
//! along the schema, and every mismatch is reported.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::InputType;
use super::fault::{DUPLICATE, MISSING, UNKNOWN, one_of};
use super::location::{Location, Segment};
use super::read::path_of;
use super::strict::MAX_DEPTH;
use super::text::{boolean, is_integer, number};
use crate::error::FieldErrors;

/// The most faults that are reported of one value: an answer must not grow with the attack.
pub(super) const MOST: usize = 100;

/// Adds what the schema of `T` has against `value`. With `texts`, numbers and booleans are expected as texts.
pub(super) fn review<T: InputType>(value: &Value, texts: bool, errors: &mut FieldErrors) {
    let schema = schema_of::<T>();
    let mut review = Review { root: &schema, texts, at: Location::default(), errors, depth: 0 };
    review.value(value, &schema);
}

/// The schema of a type, made once: bad requests must not cost more than good ones.
fn schema_of<T: InputType>() -> Arc<Value> {
    static SCHEMAS: LazyLock<Mutex<HashMap<TypeId, Arc<Value>>>> = LazyLock::new(Mutex::default);

    if let Some(known) = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()) {
        return Arc::clone(known);
    }
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let schema = Arc::new(generator.into_root_schema_for::<T>().to_value());
    SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), Arc::clone(&schema));
    schema
}

struct Review<'r> {
    root: &'r Value,
    texts: bool,
    at: Location,
    errors: &'r mut FieldErrors,
    depth: usize,
}

impl Review<'_> {
    fn value(&mut self, value: &Value, schema: &Value) {
        if self.depth > MAX_DEPTH * 2 || self.is_full() {
            return;
        }
        self.depth += 1;
        self.at_this_depth(value, schema);
        self.depth -= 1;
    }

    fn at_this_depth(&mut self, value: &Value, schema: &Value) {
        if let Some(target) = schema["$ref"].as_str().and_then(|name| self.root.pointer(name.strip_prefix('#')?)) {
            let target = target.clone();
            self.value(value, &target);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.value(value, part);
        }
        for key in ["anyOf", "oneOf"] {
            let Some(choices) = schema[key].as_array() else { continue };
            // `Option<T>` is "T or null". Of a real choice the schema cannot say which one was meant.
            let real: Vec<_> = choices.iter().filter(|choice| choice["type"] != "null").collect();
            let null = value.is_null() && real.len() < choices.len();
            if let ([one], false) = (real.as_slice(), null) {
                self.value(value, one);
            }
        }
        if let Some(expected) = self.wrong_type(value, schema) {
            return self.add(expected);
        }
        if let Some(allowed) = schema["enum"].as_array()
            && !allowed.contains(value)
        {
            return self.add(one_of(allowed.iter().filter_map(Value::as_str)).into_owned());
        }
        match value {
            Value::Object(members) => self.object(members, schema),
            Value::Array(items) => self.array(items, schema),
            Value::String(text) if is(schema, "string") => {
                self.length(text.trim().chars().count(), schema, ["minLength", "maxLength"]);
            }
            Value::String(text) => self.range(number(text), schema),
            Value::Number(number) => self.range(number.as_f64(), schema),
            Value::Null | Value::Bool(_) => {}
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
            Some("object") => "expected an object",
            Some("array") => "expected an array",
            Some("boolean") => "expected true or false",
            Some("integer") => "expected an integer",
            Some("number") => "expected a number",
            _ => "expected null",
        })
    }

    fn object(&mut self, members: &serde_json::Map<String, Value>, schema: &Value) {
        let properties = schema["properties"].as_object();
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                self.inside(Segment::key(name), |review| review.add(MISSING));
            }
        }
        // A schema in several parts may know the field elsewhere.
        let whole = ["allOf", "anyOf", "oneOf", "$ref"].iter().all(|key| schema[key].is_null());
        for (name, value) in members {
            let known = properties.and_then(|properties| properties.get(name));
            self.inside(Segment::key(name), |review| match (known, &schema["additionalProperties"]) {
                (Some(known), _) => review.value(value, known),
                (None, Value::Bool(false) | Value::Null) if whole && properties.is_some() => review.add(UNKNOWN),
                (None, rest @ Value::Object(_)) => review.value(value, rest),
                (None, _) => {}
            });
        }
    }

    fn array(&mut self, items: &[Value], schema: &Value) {
        self.length(items.len(), schema, ["minItems", "maxItems"]);
        let first = schema["prefixItems"].as_array();
        for (index, item) in items.iter().enumerate() {
            let schema = first.and_then(|first| first.get(index)).unwrap_or_else(|| &schema["items"]);
            self.inside(Segment::Index(index), |review| review.value(item, schema));
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

    fn add(&mut self, message: impl Into<std::borrow::Cow<'static, str>>) {
        if !self.is_full() {
            self.errors.add(path_of(&self.at), message);
        }
    }

    fn is_full(&self) -> bool {
        self.errors.iter().count() >= MOST
    }
}

fn is(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}
