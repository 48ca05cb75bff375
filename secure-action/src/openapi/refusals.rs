//! The form of every response that carries a problem document.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::StatusCode;
use schemars::{Schema, json_schema};
use serde_json::json;

use super::components::{self, Components};
use super::headers::{HeaderName, reference};
use super::model::{MediaType, Response};
use super::problem_schema::ProblemDocument;

const PROBLEM_JSON: &str = "application/problem+json";

/// The response with these headers and a problem document that `schema` describes.
pub(super) fn refusal(
    description: impl Into<Cow<'static, str>>,
    headers: impl Iterator<Item = HeaderName>,
    schema: Schema,
    components: &mut Components,
) -> Response {
    Response {
        description: description.into(),
        headers: headers.map(reference).collect(),
        content: BTreeMap::from([(PROBLEM_JSON, MediaType { schema: components.answer(schema) })]),
    }
}

/// The schema of any problem document.
pub(super) fn any() -> Schema {
    components::reference(ProblemDocument::NAME)
}

/// The schema of a problem document with this status and one of `codes`, or perhaps (`open`) a code of the function's choice.
///
/// JSON Schema 2020-12 lets keywords stand beside a reference, but many who generate clients do not see them there.
pub(super) fn coded(status: StatusCode, codes: &[&str], open: bool) -> Schema {
    let keyword = if open { "examples" } else { "enum" };
    let occurrence = json!({
        "type": "object",
        "properties": { "status": { "const": status.as_u16() }, "code": { "type": "string", keyword: codes } },
        "required": ["code", "status"]
    });
    json_schema!({ "allOf": [any(), occurrence] })
}
