//! Responses and headers: the shared ones, kept among the components, and an operation's own successful answers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::StatusCode;
use schemars::Schema;
use serde_json::json;

use super::builder::Answer;
use super::components::{self, Components};
use super::failures;
use super::model::{Header, HeaderOrReference, MediaType, Reference, Response, ResponseOrReference};
use super::problem_schema::ProblemDocument;
use super::problems::PossibleProblem;
use crate::error::PublicVariant;

/// The component for what the function itself refuses, and the range of statuses it can choose from.
pub(super) const CHOSEN: (&str, &str) = ("4XX", "ReportedByOperation");

const PROBLEM_JSON: &str = "application/problem+json";
const REQUEST_ID: (&str, &str) = ("X-Request-Id", "RequestId");
const RETRY_AFTER: (&str, &str) = ("Retry-After", "RetryAfter");
const CHALLENGE: (&str, &str) = ("WWW-Authenticate", "Challenge");
const LIMITS: [(&str, &str); 2] = [("RateLimit", "RateLimit"), ("RateLimit-Policy", "RateLimitPolicy")];

/// The shared headers, by component name.
pub(super) fn headers() -> BTreeMap<&'static str, Header> {
    let text = || json!({ "type": "string" });
    let entries = [
        (REQUEST_ID, "Names this request in the service's logs.", true, text()),
        (RETRY_AFTER, "Seconds until another attempt can succeed.", true, json!({ "type": "integer", "minimum": 0 })),
        (CHALLENGE, "The schemes by which a caller can authenticate, one header for each (RFC 9110).", true, text()),
        (
            ("RateLimit", "RateLimit"),
            "What is left of each limit, and for how many seconds; on every answer that was counted.",
            false,
            json!({ "type": "string", "examples": ["\"caller\";r=3;t=412"] }),
        ),
        (
            ("RateLimit-Policy", "RateLimitPolicy"),
            "The limits: how many requests in how many seconds; on every answer that was counted.",
            false,
            json!({ "type": "string", "examples": ["\"caller\";q=5;w=900"] }),
        ),
    ];
    entries
        .into_iter()
        .map(|((_, component), description, required, schema)| (component, Header { description, required, schema }))
        .collect()
}

/// The response to `problem`, as a component.
pub(super) fn of_problem(problem: &PossibleProblem, components: &mut Components) -> Response {
    let headers = headers_of(problem).map(header_reference);
    error(problem.description, headers, with_codes(problem.status, &failures::codes(Some(problem), &[])), components)
}

/// The response of one operation to a status that its function's error type names, and perhaps its guards as well.
pub(super) fn of_failures(
    status: StatusCode,
    problem: Option<&PossibleProblem>,
    variants: &[&PublicVariant],
    components: &mut Components,
) -> ResponseOrReference {
    let mut shared = headers();
    // The function answers this status without the headers that the guards set with it.
    let optional = problem.into_iter().flat_map(headers_of).filter_map(|(name, component)| {
        let header = Header { required: false, ..shared.remove(component)? };
        Some((name, HeaderOrReference::Header(header)))
    });
    let schema = with_codes(status, &failures::codes(problem, variants));
    ResponseOrReference::Response(error(failures::description(problem, variants), optional, schema, components))
}

/// The schema of a problem with this status and one of these codes.
fn with_codes(status: StatusCode, codes: &[&str]) -> Schema {
    let mut schema = components::reference(ProblemDocument::NAME);
    // JSON Schema 2020-12 lets keywords stand beside a reference: both hold.
    schema.insert("properties".into(), json!({ "status": { "const": status.as_u16() }, "code": { "enum": codes } }));
    schema
}

/// The headers that the guards set with `problem`.
fn headers_of(problem: &PossibleProblem) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let own: &[_] = match problem.status {
        StatusCode::UNAUTHORIZED => &[CHALLENGE],
        StatusCode::TOO_MANY_REQUESTS => &[RETRY_AFTER],
        _ => &[],
    };
    let limits: &[_] = if problem.status == StatusCode::TOO_MANY_REQUESTS { &LIMITS } else { &[] };
    own.iter().chain(limits).copied()
}

/// What the function itself refuses, as a component: it chooses the status and the code.
pub(super) fn of_function(components: &mut Components) -> Response {
    let schema = components::reference(ProblemDocument::NAME);
    error("The operation itself refuses, for example with `NOT_FOUND` or `CONFLICT`.", [], schema, components)
}

/// A reference to a shared response.
pub(super) fn shared(component: &str) -> ResponseOrReference {
    ResponseOrReference::Reference(Reference { to: format!("#/components/responses/{component}") })
}

/// An operation's successful answer.
pub(super) fn of_answer(
    answer: Answer,
    limited: bool,
    components: &mut Components,
) -> (Cow<'static, str>, ResponseOrReference) {
    let limits: &[_] = if limited { &LIMITS } else { &[] };
    let mut headers: BTreeMap<_, _> = limits.iter().copied().chain([REQUEST_ID]).map(header_reference).collect();
    for (name, description) in answer.headers {
        let own = Header { description, required: false, schema: json!({ "type": "string" }) };
        headers.insert(name, HeaderOrReference::Header(own));
    }
    let content = answer.schema.map(|schema| ("application/json", MediaType { schema: components.answer(schema) }));
    let description = Cow::Borrowed(answer.status.canonical_reason().unwrap_or("Success"));
    let response = Response { description, headers, content: content.into_iter().collect() };
    (Cow::Owned(answer.status.as_str().to_owned()), ResponseOrReference::Response(response))
}

fn error(
    description: impl Into<Cow<'static, str>>,
    headers: impl IntoIterator<Item = (&'static str, HeaderOrReference)>,
    schema: Schema,
    components: &mut Components,
) -> Response {
    Response {
        description: description.into(),
        headers: headers.into_iter().chain([header_reference(REQUEST_ID)]).collect(),
        content: BTreeMap::from([(PROBLEM_JSON, MediaType { schema: components.answer(schema) })]),
    }
}

fn header_reference((name, component): (&'static str, &'static str)) -> (&'static str, HeaderOrReference) {
    (name, HeaderOrReference::Reference(Reference { to: format!("#/components/headers/{component}") }))
}
