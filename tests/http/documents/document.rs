//! The OpenAPI document as a client reads it.

use std::collections::BTreeSet;

use axum::Router;
use serde_json::{Value, json};

use crate::world::{World, call};

/// The document that a router serves.
pub(crate) struct Document(pub(crate) Value);

/// One operation of the document.
pub(super) struct Operation<'d> {
    pub(super) method: &'static str,
    pub(super) route: &'d str,
    pub(super) object: &'d Value,
}

impl Document {
    /// The whole of it, as those read it who may call everything, at the time at which every world begins.
    pub(crate) async fn fetch(router: &Router) -> Self {
        let claims = json!({ "sub": "ada", "roles": ["admin"], "scope": "user:delete" });
        let token = World::new().token_with(&claims);
        let get = || call("GET", "/openapi.json").token(&token).header("host", "api.example");
        let mut answer = get().send(router).await;
        if answer.body.contains("HTTPS_REQUIRED") {
            let proxied = get().from("10.0.0.1").header("x-forwarded-for", "203.0.113.9");
            answer = proxied.header("x-forwarded-proto", "https").send(router).await;
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
        Self(answer.json())
    }

    /// Every operation, in the order of the document.
    pub(super) fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.0["paths"].as_object().expect("paths").iter();
        paths
            .flat_map(|(route, item)| {
                let operations = item.as_object().expect("a path item").iter();
                operations.map(move |(name, object)| Operation { method: method(name), route, object })
            })
            .collect()
    }

    /// The statuses that are documented one by one; the ranges that a function may choose from are not among them.
    pub(crate) fn statuses(&self, method: &str, route: &str) -> BTreeSet<u16> {
        let operation = &self.0["paths"][route][method.to_ascii_lowercase()];
        let responses = operation["responses"].as_object();
        let responses = responses.unwrap_or_else(|| panic!("{method} {route} is not in the document"));
        responses.keys().filter_map(|status| status.parse().ok()).collect()
    }

    /// The response of an operation to one status: its own, or that of the range.
    pub(super) fn response<'d>(&'d self, operation: &Operation<'d>, status: u16) -> &'d Value {
        let responses = &operation.object["responses"];
        let own = responses.get(status.to_string()).or_else(|| responses.get(format!("{}XX", status / 100)));
        self.resolved(own.unwrap_or_else(|| panic!("{} {} answers {status}", operation.method, operation.route)))
    }

    /// The codes that guards give with `status`, where the function may answer the status too: the list is not complete.
    pub(super) fn codes(&self, operation: &Operation<'_>, status: u16) -> Vec<Value> {
        let schema = &self.response(operation, status)["content"]["application/problem+json"]["schema"];
        let codes = schema["allOf"][1]["properties"]["code"]["examples"].as_array();
        codes.unwrap_or_else(|| panic!("no codes of {status}: {schema:#}")).clone()
    }

    /// What `value` refers to, or itself.
    pub(crate) fn resolved<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value["$ref"].as_str() {
            None => value,
            Some(reference) => {
                let target = reference.strip_prefix('#').and_then(|pointer| self.0.pointer(pointer));
                target.unwrap_or_else(|| panic!("{reference} leads nowhere"))
            }
        }
    }

    /// Whether a body is what its schema says, as far as types, members and fixed values go.
    pub(crate) fn describes(&self, schema: &Value, body: &Value) -> bool {
        let referred = schema["$ref"].is_null() || self.describes(self.resolved(schema), body);
        let fixed = schema["const"].is_null() || schema["const"] == *body;
        let listed = schema["enum"].as_array().is_none_or(|values| values.contains(body));
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let members = schema["properties"].as_object().into_iter().flatten();
        let mut composed = schema["allOf"].as_array().into_iter().flatten();
        referred
            && composed.all(|part| self.describes(part, body))
            && fixed
            && listed
            && is_of_type(&schema["type"], body)
            && required.into_iter().all(|name| body.get(name).is_some())
            && members.into_iter().all(|(name, schema)| body.get(name).is_none_or(|member| self.describes(schema, member)))
            && body.as_array().into_iter().flatten().all(|item| self.describes(&schema["items"], item))
    }
}

fn is_of_type(name: &Value, body: &Value) -> bool {
    match name.as_str() {
        Some("object") => body.is_object(),
        Some("array") => body.is_array(),
        Some("string") => body.is_string(),
        Some("integer") => body.is_i64() || body.is_u64(),
        Some("number") => body.is_number(),
        Some("boolean") => body.is_boolean(),
        Some("null") => body.is_null(),
        Some(other) => panic!("`{other}` is no type of JSON Schema"),
        None => name.as_array().is_none_or(|names| names.iter().any(|name| is_of_type(name, body))),
    }
}

fn method(name: &str) -> &'static str {
    match name {
        "get" => "GET",
        "post" => "POST",
        "put" => "PUT",
        "patch" => "PATCH",
        "delete" => "DELETE",
        other => panic!("`{other}` is not the method of an action"),
    }
}
