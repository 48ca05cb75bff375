//! Requests that are made from nothing but the document, as a generated client makes them.

use serde_json::{Map, Value, json};

use super::Document;
use super::document::Operation;
use crate::world::{Call, call};

/// One request to one operation, still in its parts.
pub(super) struct Draft {
    method: &'static str,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) token: Option<String>,
    pub(super) media_type: Option<&'static str>,
    pub(super) body: String,
}

impl Draft {
    /// A request that the operation accepts, from whoever has `token`.
    pub(super) fn good(document: &Document, operation: &Operation<'_>, token: &str) -> Self {
        let (mut path, mut query) = (operation.route.to_owned(), Vec::new());
        for parameter in operation.object["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name");
            let value = sample(document, &parameter["schema"]);
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), &value),
                Some("query") if parameter["required"] == true => query.push(format!("{name}={value}")),
                _ => {}
            }
        }
        let body = &operation.object["requestBody"]["content"]["application/json"]["schema"];
        let guarded = !operation.object["security"].as_array().is_none_or(Vec::is_empty);
        Self {
            method: operation.method,
            path,
            query: query.join("&"),
            token: guarded.then(|| token.to_owned()),
            media_type: (!body.is_null()).then_some("application/json"),
            body: if body.is_null() { String::new() } else { sample(document, body).to_string() },
        }
    }

    pub(super) fn call(self) -> Call {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        let call = call(self.method, self.path + &query);
        let call = match self.token {
            Some(token) => call.token(&token),
            None => call,
        };
        match self.media_type {
            Some(media_type) => call.body(media_type, self.body),
            None => call,
        }
    }
}

/// A value that fits a schema.
fn sample(document: &Document, schema: &Value) -> Value {
    let schema = document.resolved(schema);
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let member = |name: &str| (name.to_owned(), sample(document, &schema["properties"][name]));
            Value::Object(required.map(member).collect::<Map<_, _>>())
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(schema["minimum"].as_u64().unwrap_or(1).max(1)),
        Some("string") if schema["format"] == "email" => json!("ada@example.com"),
        Some("string") => json!("a"),
        other => panic!("no sample of {other:?}: {schema}"),
    }
}
