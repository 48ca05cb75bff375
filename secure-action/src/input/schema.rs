//! A type's JSON schema, as the second look at a value uses it: which parts of it speak about the value.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::InputType;

/// The schema of a type, made once: bad requests must not cost more than good ones.
pub(super) fn schema_of<T: InputType>() -> Arc<Value> {
    static SCHEMAS: LazyLock<Mutex<HashMap<TypeId, Arc<Value>>>> = LazyLock::new(Mutex::default);

    if let Some(known) = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()) {
        return Arc::clone(known);
    }
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let schema = Arc::new(generator.into_root_schema_for::<T>().to_value());
    SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), Arc::clone(&schema));
    schema
}

/// The parts of a schema that speak about one value: itself, what it refers to, what it is composed of.
#[derive(Default)]
pub(super) struct Parts<'s> {
    /// All of these hold.
    pub(super) sure: Vec<&'s Value>,
    /// One of these holds, and the value does not say which one.
    pub(super) choices: Vec<&'s Value>,
}

impl<'s> Parts<'s> {
    /// With `empty_is_null`, an empty text is a null: so it is in forms.
    pub(super) fn of(root: &'s Value, schema: &'s Value, value: &Value, empty_is_null: bool) -> Self {
        let mut parts = Self::default();
        parts.collect(root, schema, value, empty_is_null, 0);
        parts
    }

    fn collect(&mut self, root: &'s Value, schema: &'s Value, value: &Value, empty_is_null: bool, depth: usize) {
        /// More references than a sensible schema has in a row.
        const DEEPEST: usize = 16;

        if depth > DEEPEST {
            return;
        }
        self.sure.push(schema);
        let referred = schema["$ref"].as_str().and_then(|name| root.pointer(name.strip_prefix('#')?));
        for part in referred.into_iter().chain(list(&schema["allOf"])) {
            self.collect(root, part, value, empty_is_null, depth + 1);
        }
        for choices in [&schema["anyOf"], &schema["oneOf"]].map(list) {
            // `Option<T>` is "T or null".
            let real: Vec<_> = choices.iter().filter(|choice| choice["type"] != "null").collect();
            if real.len() < choices.len() && (value.is_null() || empty_is_null && value == "") {
                continue;
            }
            let named: Vec<_> = real.iter().copied().filter(|choice| is_named_by(choice, value)).collect();
            match (real.as_slice(), named.as_slice()) {
                ([one], _) | (_, [one]) => self.collect(root, one, value, empty_is_null, depth + 1),
                _ => {
                    // What the choices refer to, but not as what holds.
                    let mut inside = Self::default();
                    real.iter().for_each(|choice| inside.collect(root, choice, value, empty_is_null, depth + 1));
                    self.choices.extend(inside.sure);
                    self.choices.extend(inside.choices);
                }
            }
        }
    }

    /// What the schema says about the member `name` of the value.
    pub(super) fn member(&self, name: &str) -> Option<&'s Value> {
        self.all().find_map(|part| part["properties"].get(name))
    }

    /// Whether the value may have members that no part names.
    pub(super) fn is_open(&self) -> bool {
        let anything = |part: &Value| *part == true || part.as_object().is_some_and(serde_json::Map::is_empty);
        let names = |part: &Value| part["properties"].is_object() || part["additionalProperties"] == false;
        let any_name = |part: &Value| part["additionalProperties"] == true || part["type"] == "object" && !names(part);
        !self.all().any(names) || self.rest().is_some() || self.all().any(|part| anything(part) || any_name(part))
    }

    /// What is said about members that have no name in the schema: the values of a map. Those of a map with numbers for
    /// keys stand under a pattern, which is left to the type.
    pub(super) fn rest(&self) -> Option<&'s Value> {
        self.all().find_map(|part| {
            let by_pattern = || part["patternProperties"].as_object().and_then(|patterns| patterns.values().next());
            Some(&part["additionalProperties"]).filter(|rest| rest.is_object()).or_else(by_pattern)
        })
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &'s Value> {
        self.sure.iter().chain(&self.choices).copied()
    }
}

/// Whether `value` says that it is this variant of an enum: by a tag (`{"kind": "circle", ..}`), or by its only name
/// (`{"circle": ..}`).
fn is_named_by(choice: &Value, value: &Value) -> bool {
    let (Some(members), Some(properties)) = (value.as_object(), choice["properties"].as_object()) else {
        return false;
    };
    let mut tags = properties.iter().filter(|(_, schema)| !schema["const"].is_null()).peekable();
    if tags.peek().is_some() {
        return tags.all(|(name, schema)| members.get(name) == Some(&schema["const"]));
    }
    variant(choice).is_some_and(|(name, _)| members.contains_key(name))
}

/// The name and the content of a variant that is an object of one member.
pub(super) fn variant(choice: &Value) -> Option<(&str, &Value)> {
    let properties = choice["properties"].as_object().filter(|properties| properties.len() == 1)?;
    let (name, content) = properties.iter().next()?;
    (choice["additionalProperties"] == false && list(&choice["required"]).iter().eq([name])).then_some((name, content))
}

/// The items of an array; none of anything else.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
