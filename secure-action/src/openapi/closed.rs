//! Closes the objects that clients send: the readers refuse a member that a type does not name.

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Map, Value};

/// The named schemas that references lead to.
type Definitions = Map<String, Value>;

/// What parts of one object stand under.
const COMPOSED: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// How deep the parts of one object are followed.
const MAX_DEPTH: u8 = 16;

/// Closes every object in `schema` that names its members and says nothing of others.
///
/// Where an object is put together of parts (`#[serde(flatten)]`, tagged enums), each part names some of the members only: the whole is
/// closed, and the parts are spelled out in it, because a part that is closed where it stands alone would refuse the others.
pub(super) fn close(schema: &mut Schema, definitions: &Definitions) {
    Closing { definitions }.transform(schema);
}

struct Closing<'d> {
    definitions: &'d Definitions,
}

impl Transform for Closing<'_> {
    fn transform(&mut self, schema: &mut Schema) {
        if !is_composed(schema) {
            if schema.get("properties").is_some() && !says_of_others(schema) {
                schema.insert("additionalProperties".into(), false.into());
            }
            return transform_subschemas(self, schema);
        }
        let open = self.is_open(schema, MAX_DEPTH);
        self.part(schema, MAX_DEPTH);
        if !open {
            schema.insert("unevaluatedProperties".into(), false.into());
        }
    }
}

impl Closing<'_> {
    /// A part of an object, spelled out and not closed by itself; what its members are is closed like anything else.
    fn part(&mut self, part: &mut Schema, depth: u8) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(referred) = self.referred(part) {
            part.remove("$ref");
            if let Some(Value::Array(parts)) = part.get_mut("allOf") {
                parts.push(referred.to_value());
            } else {
                part.insert("allOf".into(), Value::Array(vec![referred.to_value()]));
            }
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            if part.get(keyword).and_then(Value::as_bool) == Some(false) {
                part.remove(keyword);
            }
        }
        let mut each = Each(|keyword: &str, schema: &mut Schema| match keyword {
            _ if COMPOSED.contains(&keyword) => self.part(schema, depth),
            _ => self.transform(schema),
        });
        each.of(part);
    }

    /// Whether a member may have a name that no part knows, as the readers decide it.
    fn is_open(&self, part: &Schema, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        let is = |keyword: &str, truth: bool| part.get(keyword).and_then(Value::as_bool) == Some(truth);
        let names_none = part.get("properties").is_none() && !is("additionalProperties", false);
        let takes_others = part.get("additionalProperties").is_some_and(Value::is_object)
            || part.get("patternProperties").is_some()
            || is("additionalProperties", true)
            || part.get("type").is_some_and(|name| name == "object") && names_none
            || part.as_object().is_none_or(Map::is_empty);
        let referred = self.referred(part);
        let parts = COMPOSED.into_iter().filter_map(|keyword| part.get(keyword)).filter_map(Value::as_array).flatten();
        let parts = parts.filter_map(|part| Schema::try_from(part.clone()).ok());
        takes_others || referred.into_iter().chain(parts).any(|part| self.is_open(&part, depth))
    }

    fn referred(&self, schema: &Schema) -> Option<Schema> {
        let name = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
        Schema::try_from(self.definitions.get(name)?.clone()).ok()
    }
}

/// Visits the schemas right inside of one, with the keyword that each stands under.
struct Each<F>(F);

impl<F: FnMut(&str, &mut Schema)> Each<F> {
    fn of(&mut self, schema: &mut Schema) {
        for (keyword, value) in schema.as_object_mut().into_iter().flatten() {
            match value {
                Value::Array(schemas) if COMPOSED.contains(&keyword.as_str()) => {
                    schemas.iter_mut().for_each(|schema| self.one(keyword, schema));
                }
                Value::Object(schemas) if matches!(keyword.as_str(), "properties" | "patternProperties") => {
                    schemas.values_mut().for_each(|schema| self.one(keyword, schema));
                }
                Value::Object(_) if matches!(keyword.as_str(), "additionalProperties" | "items") => self.one(keyword, value),
                _ => {}
            }
        }
    }

    fn one(&mut self, keyword: &str, schema: &mut Value) {
        if let Ok(schema) = schema.try_into() {
            (self.0)(keyword, schema);
        }
    }
}

/// Whether the schema is that of one object in several parts, and not that of alternatives.
fn is_composed(schema: &Schema) -> bool {
    let is_object = schema.get("properties").is_some() || schema.get("type").is_some_and(|name| name == "object");
    let parts = |keyword: &str| schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
    let composed = schema.get("$ref").is_some() || COMPOSED.into_iter().any(|keyword| parts(keyword) > 0);
    is_object && composed || parts("allOf") > 1
}

fn says_of_others(schema: &Schema) -> bool {
    ["additionalProperties", "unevaluatedProperties", "patternProperties"].into_iter().any(|key| schema.get(key).is_some())
}
