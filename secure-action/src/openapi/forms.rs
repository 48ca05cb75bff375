//! Which inputs a form can carry: names with texts, and nothing in them.

use schemars::Schema;
use serde_json::{Map, Value};

use super::parameters::{resolve, without_null};

/// The schema of `schema` as a form; `None` where some member of it cannot stand in one.
///
/// A form has no null: where a member may be absent, it is absent. With `buffered`, the reader keeps what it reads for later, where
/// texts stay texts.
pub(super) fn as_form(schema: &Schema, definitions: &Map<String, Value>, buffered: bool) -> Option<Schema> {
    let mut resolved = resolve(schema, definitions);
    if resolved.get("type").is_none_or(|name| name != "object") || has_parts(&resolved) {
        return None;
    }
    let others = resolved.get("additionalProperties").filter(|others| others.is_object()).cloned();
    let named = resolved.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    if named.is_empty() && others.is_none() {
        return None;
    }
    let only_texts = buffered && !named.is_empty();
    let mut members = Map::new();
    for (name, member) in named.clone() {
        members.insert(name, member_of_form(member, definitions, only_texts)?);
    }
    if let Some(others) = others {
        member_of_form(others, definitions, only_texts)?;
    }
    if members == named {
        return Some(schema.clone());
    }
    resolved.insert("properties".into(), members.into());
    Some(resolved)
}

/// The schema of a member without null; `None` if a text cannot be it.
fn member_of_form(member: Value, definitions: &Map<String, Value>, only_texts: bool) -> Option<Value> {
    let mut member = Schema::try_from(member).ok()?;
    without_null(&mut member);
    let resolved = resolve(&member, definitions);
    let carried = match resolved.get("type").and_then(Value::as_str) {
        Some("array") if !only_texts => items(&resolved).all(|item| is_scalar(&resolve(&item, definitions), false)),
        _ => is_scalar(&resolved, only_texts),
    };
    carried.then(|| member.to_value())
}

fn items(array: &Schema) -> impl Iterator<Item = Schema> {
    let positions = array.get("prefixItems").and_then(Value::as_array).into_iter().flatten();
    positions.chain(array.get("items")).cloned().map(|item| Schema::try_from(item).unwrap_or_default())
}

/// Whether a text can say it: a text, one of several names, a number, a truth.
fn is_scalar(schema: &Schema, only_texts: bool) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => true,
        Some("integer" | "number" | "boolean") => !only_texts,
        Some(_) => false,
        // The names of an enum that are documented one by one.
        None => {
            let choices = schema.get("oneOf").and_then(Value::as_array);
            choices.is_some_and(|choices| choices.iter().all(|choice| choice["type"] == "string"))
        }
    }
}

fn has_parts(schema: &Schema) -> bool {
    ["allOf", "anyOf", "oneOf"].into_iter().any(|keyword| schema.get(keyword).is_some())
}
