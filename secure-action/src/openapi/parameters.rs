//! What a parameter type's schema says about its parameters: one for each field, or one for each position.

use schemars::Schema;
use serde_json::{Map, Value};

/// The named schemas that references lead to.
type Definitions = Map<String, Value>;

/// How deep references, `allOf` and the like are followed; a type that is deeper is no list of parameters.
const MAX_DEPTH: u8 = 16;

/// The parameters of a type, with their schemas.
#[derive(Debug)]
pub(super) enum Parameters {
    /// One value.
    Single(Schema),
    /// A tuple: one value for each position.
    Tuple(Vec<Schema>),
    /// A struct: one value for each field.
    Fields(Vec<Field>),
}

/// One parameter that has a name.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) required: bool,
}

/// The shape of an action's `Path` type, to be compared with its route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathShape {
    /// One value, for a route with one parameter.
    Single,
    /// A tuple of this many values, for a route with as many parameters.
    Tuple(usize),
    /// A struct with these fields, for a route with parameters of the same names.
    Fields(Vec<String>),
}

impl Parameters {
    pub(super) fn of(schema: Schema, definitions: &Definitions) -> Self {
        let mut fields = Vec::new();
        collect_fields(&schema, definitions, true, MAX_DEPTH, &mut fields);
        if !fields.is_empty() {
            return Self::Fields(fields);
        }
        let resolved = resolve(&schema, definitions);
        if let Some(Value::Array(items)) = resolved.get("prefixItems") {
            return Self::Tuple(items.iter().filter_map(as_schema).collect());
        }
        let is_object = resolved.get("type").and_then(Value::as_str) == Some("object");
        if is_object && !resolved.get("additionalProperties").is_some_and(Value::is_object) {
            return Self::Fields(fields);
        }
        Self::Single(schema)
    }

    pub(super) fn path_shape(&self) -> PathShape {
        match self {
            Self::Single(_) => PathShape::Single,
            Self::Tuple(items) => PathShape::Tuple(items.len()),
            Self::Fields(fields) => PathShape::Fields(fields.iter().map(|field| field.name.clone()).collect()),
        }
    }
}

/// A parameter is there or it is not; it is never JSON's `null`, which is how `Option` shows in a schema.
pub(super) fn without_null(schema: &mut Schema) {
    let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| !is_null(choice));
        if let [Value::Object(only)] = choices.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            for (key, value) in only {
                // What is said about the field comes before what is said about its type.
                if schema.get(&key).is_none() {
                    schema.insert(key, value);
                }
            }
        }
    }
}

fn collect_fields(schema: &Schema, definitions: &Definitions, required: bool, depth: u8, fields: &mut Vec<Field>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let schema = resolve(schema, definitions);
    let is_required = |name: &str| match schema.get("required") {
        Some(Value::Array(names)) => required && names.iter().any(|known| known == name),
        _ => false,
    };
    for (name, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if fields.iter().any(|field| field.name == *name) {
            continue;
        }
        if let Some(schema) = as_schema(value) {
            fields.push(Field { name: name.clone(), schema, required: is_required(name) });
        }
    }
    // A flattened enum: each variant has fields of its own, none of which every request needs.
    for (keyword, required) in [("allOf", required), ("oneOf", false), ("anyOf", false)] {
        for part in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(as_schema) {
            collect_fields(&part, definitions, required, depth, fields);
        }
    }
}

/// The schema that `schema` refers to, or itself.
pub(super) fn resolve(schema: &Schema, definitions: &Definitions) -> Schema {
    let mut schema = schema.clone();
    for _ in 0..MAX_DEPTH {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
        let Some(next) = target.and_then(|name| definitions.get(name)).and_then(as_schema) else {
            break;
        };
        schema = next;
    }
    schema
}

fn as_schema(value: &Value) -> Option<Schema> {
    Schema::try_from(value.clone()).ok()
}
