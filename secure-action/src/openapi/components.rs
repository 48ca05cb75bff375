//! `Components`: the named schemas of both generators under one set of names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Map, Value};

use super::problem_schema::ProblemDocument;
use super::{closed, forms, texts};

/// Where a reference to a named schema begins.
const PREFIX: &str = "#/components/schemas/";

/// The named schemas of both generators under one set of names.
///
/// A type that is read and written alike has one schema. Where the two differ, in themselves or in anything they refer to, the
/// written one gets a name of its own. Schemas that nothing refers to are left out.
#[derive(Debug)]
pub(super) struct Components {
    schemas: BTreeMap<String, Schema>,
    /// What clients send, as schemars generates it.
    input: Map<String, Value>,
    input_names: Renames,
    answer_names: Renames,
    used: BTreeSet<String>,
}

/// New references by the old ones; those that stay are not listed.
type Renames = BTreeMap<String, String>;

impl Components {
    pub(super) fn merge(input: Map<String, Value>, answers: Map<String, Value>) -> Self {
        let definitions = input.clone();
        let (mut input, mut answers) = (as_schemas(input), as_schemas(answers));
        let apart = different(&mut input, &mut answers);

        let mut taken = BTreeSet::new();
        let input_names: BTreeMap<_, _> =
            input.keys().map(|name| (name.clone(), free_name(component_name(name), &mut taken))).collect();
        let answer_names: BTreeMap<_, _> = answers
            .keys()
            .map(|name| {
                let new = match input_names.get(name) {
                    Some(shared) if !apart.contains(name) => shared.clone(),
                    Some(_) => free_name(component_name(name) + "Output", &mut taken),
                    None => free_name(component_name(name), &mut taken),
                };
                (name.clone(), new)
            })
            .collect();

        // The problem document has its name on both sides, and is only written.
        for (_, schema) in input.iter_mut().filter(|(name, _)| *name != ProblemDocument::NAME) {
            exact(schema, &definitions);
        }
        answers.values_mut().for_each(separate_references);
        let mut schemas = BTreeMap::new();
        for (definitions, names) in [(answers, &answer_names), (input, &input_names)] {
            let renames = renames(names);
            for (name, mut schema) in definitions {
                rename(&mut schema, &renames);
                if let Some(name) = names.get(&name) {
                    schemas.insert(name.clone(), schema);
                }
            }
        }
        let (input_names, answer_names) = (renames(&input_names), renames(&answer_names));
        Self { schemas, input: definitions, input_names, answer_names, used: BTreeSet::new() }
    }

    /// A schema of what clients send, ready for the document.
    pub(super) fn input(&mut self, mut schema: Schema) -> Schema {
        exact(&mut schema, &self.input);
        rename(&mut schema, &self.input_names);
        self.mark_used(&mut schema);
        schema
    }

    /// A schema of what clients send as a form, where a form can carry it. `buffered`: what the type reads is kept as texts.
    pub(super) fn form(&mut self, schema: &Schema, buffered: bool) -> Option<Schema> {
        forms::as_form(schema, &self.input, buffered).map(|schema| self.input(schema))
    }

    /// A schema of what clients get, ready for the document.
    pub(super) fn answer(&mut self, mut schema: Schema) -> Schema {
        separate_references(&mut schema);
        rename(&mut schema, &self.answer_names);
        self.mark_used(&mut schema);
        schema
    }

    /// The named schemas that the schemas given so far need, directly or not.
    pub(super) fn into_used(mut self) -> BTreeMap<String, Schema> {
        let mut used = BTreeMap::new();
        while let Some(name) = self.used.pop_first() {
            if let Some(mut schema) = self.schemas.remove(&name) {
                self.mark_used(&mut schema);
                used.insert(name, schema);
            }
        }
        used
    }

    fn mark_used(&mut self, schema: &mut Schema) {
        each_reference(schema, &mut |reference| {
            if let Some(name) = reference.strip_prefix(PREFIX) {
                self.used.insert(name.to_owned());
            }
        });
    }
}

/// Everything that the readers hold against what clients send, where the type's own schema does not say it.
fn exact(schema: &mut Schema, definitions: &Map<String, Value>) {
    closed::close(schema, definitions);
    texts::complete(schema);
}

/// A reference with members beside it becomes two parts: many who generate clients do not see what stands beside a reference.
fn separate_references(schema: &mut Schema) {
    if schema.get("properties").is_some()
        && let Some(reference) = schema.remove("$ref")
    {
        let referred = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
        match schema.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(parts) => parts.push(referred),
            None => _ = schema.insert("allOf".into(), Value::Array(vec![referred])),
        }
    }
    transform_subschemas(&mut separate_references, schema);
}

/// A reference to the named schema `name`.
pub(super) fn reference(name: &str) -> Schema {
    Schema::new_ref(format!("{PREFIX}{name}"))
}

fn as_schemas(definitions: Map<String, Value>) -> BTreeMap<String, Schema> {
    definitions.into_iter().filter_map(|(name, value)| Some((name, Schema::try_from(value).ok()?))).collect()
}

/// The names that stand for different schemas on the two sides. Two schemas with the same text differ when anything they refer
/// to does, so the difference is carried from each schema to those that refer to it.
fn different(input: &mut BTreeMap<String, Schema>, answers: &mut BTreeMap<String, Schema>) -> BTreeSet<String> {
    let mut referrers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, schema) in input {
        match answers.get(name) {
            None => {}
            Some(answer) if answer == schema => each_reference(schema, &mut |reference| {
                referrers.entry(reference.clone()).or_default().push(name.clone());
            }),
            Some(_) => found.push(name.clone()),
        }
    }
    let mut apart = BTreeSet::new();
    while let Some(name) = found.pop() {
        found.extend(referrers.remove(&encoded_reference(&name)).unwrap_or_default());
        apart.insert(name);
    }
    apart
}

/// The name with what a component's name may not contain (OpenAPI 3.1, section 4.8.7) replaced.
fn component_name(name: &str) -> String {
    name.chars().map(|char| if is_plain(char) { char } else { '_' }).collect()
}

fn is_plain(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_')
}

fn free_name(name: String, taken: &mut BTreeSet<String>) -> String {
    let free = if taken.contains(&name) {
        (2_u32..).map(|number| format!("{name}{number}")).find(|name| !taken.contains(name)).unwrap_or(name)
    } else {
        name
    };
    taken.insert(free.clone());
    free
}

fn renames(names: &BTreeMap<String, String>) -> Renames {
    names.iter().filter(|(old, new)| old != new).map(|(old, new)| (encoded_reference(old), format!("{PREFIX}{new}"))).collect()
}

/// The reference that schemars writes for a schema of this name: a JSON pointer (RFC 6901) in a URI fragment (RFC 3986).
fn encoded_reference(name: &str) -> String {
    let mut reference = String::from(PREFIX);
    for byte in name.bytes() {
        match byte {
            b'~' => reference.push_str("~0"),
            b'/' => reference.push_str("~1"),
            b'!' | b'$' | b'&'..=b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' => reference.push(byte.into()),
            // Writing to a `String` does not fail.
            _ => _ = write!(reference, "%{byte:2X}"),
        }
    }
    reference
}

fn rename(schema: &mut Schema, renames: &Renames) {
    if renames.is_empty() {
        return;
    }
    each_reference(schema, &mut |reference| {
        if let Some(new) = renames.get(reference) {
            reference.clone_from(new);
        }
    });
}

/// Visits every reference in `schema`: those where a schema stands, not those in examples or defaults.
fn each_reference(schema: &mut Schema, visit: &mut impl FnMut(&mut String)) {
    References(visit).transform(schema);
}

struct References<'f, F>(&'f mut F);

impl<F: FnMut(&mut String)> Transform for References<'_, F> {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(reference)) = schema.get_mut("$ref") {
            (self.0)(reference);
        }
        transform_subschemas(self, schema);
        // schemars does not visit these, which hand-written schemas may contain.
        for key in ["unevaluatedProperties", "unevaluatedItems", "contentSchema"] {
            if let Some(subschema) = schema.get_mut(key).and_then(|value| value.try_into().ok()) {
                self.transform(subschema);
            }
        }
        let dependent = schema.get_mut("dependentSchemas").and_then(Value::as_object_mut);
        for value in dependent.into_iter().flat_map(Map::values_mut) {
            if let Ok(subschema) = value.try_into() {
                self.transform(subschema);
            }
        }
    }
}
