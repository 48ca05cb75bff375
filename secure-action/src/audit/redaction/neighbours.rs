//! Members beside each other: `{"name": "password", "value": "..."}` hides the value, in either order of the two.

use serde_json::{Map, Value};

use super::is_secret;
use crate::audit::marks::REDACTED;

/// Members whose text says what another member of the same object is.
const NAMES: &[&str] = &["name", "key", "field", "type", "label", "header", "attribute", "param", "parameter", "property"];
/// Members that hold what such a name is the name of.
const CONTENTS: &[&str] = &["value", "values", "val", "content", "contents", "data"];

/// What a member says about those beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What another one is called.
    Name,
    /// What has a name beside it.
    Content,
    None,
}

impl Role {
    pub(super) fn of(key: &str) -> Self {
        let is_in = |keys: &[&str]| keys.iter().any(|known| key.eq_ignore_ascii_case(known));
        if is_in(NAMES) {
            Self::Name
        } else if is_in(CONTENTS) {
            Self::Content
        } else {
            Self::None
        }
    }
}

/// Hides what a neighbour calls secret, before either of them is cut off.
pub(in crate::audit) fn hide_named(members: &mut Map<String, Value>) {
    if members.iter().any(|(key, value)| Role::of(key) == Role::Name && names_a_secret(value)) {
        for (_, value) in members.iter_mut().filter(|(key, _)| Role::of(key) == Role::Content) {
            *value = Value::from(REDACTED);
        }
    }
}

fn names_a_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => is_secret(text),
        // A form that repeats its pairs: all names, then all values.
        Value::Array(items) => items.iter().filter_map(Value::as_str).any(is_secret),
        _ => false,
    }
}
