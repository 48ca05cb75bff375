//! What the readers refuse of texts, names and numbers, where a type's own schema does not say it.

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use crate::spec::TRIMMED;

/// Any character but U+0000, which no text of a request may contain.
const ANY: &str = r"[^\u0000]";

/// Any text of a request.
const ANY_TEXT: &str = r"^[^\u0000]*$";

/// White space, as Unicode has it, in a class of characters.
const WHITE: &str = r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/// The most often that readers of patterns repeat something (RE2); a longer text keeps its `maxLength`, as if the white space around it
/// counted.
const MOST_REPEATED: u64 = 1000;

/// A segment of a path that is no way to elsewhere: not empty, not `.`, not `..`.
const SEGMENT: &str =
    r"(\.?[^./\\\u0000-\u001f\u007f-\u009f][^/\\\u0000-\u001f\u007f-\u009f]*|\.\.[^/\\\u0000-\u001f\u007f-\u009f]+)";

/// Adds to `schema`, of something that clients send, what it does not say of the texts, names and numbers in it.
pub(super) fn complete(schema: &mut Schema) {
    Texts.transform(schema);
}

/// Adds what is asked of every parameter of a path, whatever its type, to its complete schema.
pub(super) fn in_path(schema: &mut Schema) {
    if is_free_text(schema) {
        and_pattern(schema, format!(r"^{SEGMENT}([/\\]{SEGMENT})*$"));
    }
}

struct Texts;

impl Transform for Texts {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if is_free_text(schema) {
            text(schema);
        }
        names(schema);
        whole_number(schema);
    }
}

/// A text that is neither one of a list nor of a format, whose own grammar says more than a pattern would.
fn is_free_text(schema: &Schema) -> bool {
    let is_text = schema.get("type").is_some_and(|name| match name {
        Value::Array(names) => names.iter().any(|name| name == "string"),
        name => name == "string",
    });
    let is_formatted = schema.get("format").is_some_and(|format| format != "password" && format != "binary");
    is_text && !is_formatted && schema.get("enum").is_none() && schema.get("const").is_none()
}

fn text(schema: &mut Schema) {
    if schema.get("$comment").is_some_and(|comment| comment == TRIMMED) {
        schema.remove("$comment");
        return trimmed(schema);
    }
    if schema.get("pattern").and_then(Value::as_str).is_none_or(can_match_null) {
        and_pattern(schema, ANY_TEXT.to_owned());
    }
}

/// The rules of a text hold for what is left of it between white space.
fn trimmed(schema: &mut Schema) {
    let body = schema.get("pattern").and_then(Value::as_str).and_then(|pattern| pattern.strip_prefix('^')?.strip_suffix('$'));
    if let Some(body) = body.filter(|body| !body.ends_with('\\')) {
        let around = format!("^[{WHITE}]*({body})[{WHITE}]*$");
        schema.insert("pattern".into(), around.into());
    }
    let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or_default();
    let most = schema.get("maxLength").and_then(Value::as_u64).filter(|most| (2..=MOST_REPEATED).contains(most));
    if most.is_some() {
        // It counts what is sent, with the white space.
        schema.remove("maxLength");
    }
    let edge = format!(r"[^\u0000{WHITE}]");
    let most = most.map_or_else(String::new, |most| (most - 2).to_string());
    let inside = format!("{ANY}{{{},{most}}}{edge}", least.saturating_sub(2));
    let left = match least {
        0 => format!("({edge}({inside})?)?"),
        1 => format!("{edge}({inside})?"),
        _ => format!("{edge}{inside}"),
    };
    and_pattern(schema, format!("^[{WHITE}]*{left}[{WHITE}]*$"));
}

/// Whether a text with U+0000 may match: not where the whole of it is spelled in letters and classes of letters.
fn can_match_null(pattern: &str) -> bool {
    let whole = pattern.starts_with('^') && pattern.ends_with('$');
    !whole || pattern.contains(['.', '\\', '|', '\0']) || pattern.contains("[^")
}

/// The names in a map are texts, too.
fn names(schema: &mut Schema) {
    let any_name = schema.get("additionalProperties").is_some_and(|others| others.is_object() || *others == true);
    if any_name && schema.get("propertyNames").is_none() {
        schema.insert("propertyNames".into(), json!({ "pattern": ANY_TEXT }));
    }
}

/// The bounds of the formats that schemars leaves to their names.
fn whole_number(schema: &mut Schema) {
    let (least, most) = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint32") => (json!(0), json!(u32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        _ => return,
    };
    for (keyword, bound) in [("minimum", least), ("maximum", most)] {
        if schema.get(keyword).is_none() {
            schema.insert(keyword.into(), bound);
        }
    }
}

/// What matches must match `pattern` as well.
fn and_pattern(schema: &mut Schema, pattern: String) {
    if schema.get("pattern").is_none_or(|known| known == ANY_TEXT) {
        schema.insert("pattern".into(), pattern.into());
    } else if let Some(Value::Array(parts)) = schema.get_mut("allOf") {
        parts.push(json!({ "type": "string", "pattern": pattern }));
    } else {
        schema.insert("allOf".into(), json!([{ "type": "string", "pattern": pattern }]));
    }
}
