//! The headers of answers, described once among the components.

use std::collections::BTreeMap;

use serde_json::json;

use super::model::{Header, HeaderOrReference, Reference};
use super::problems::Challenge;

/// The name of a header, and of the component that describes it.
pub(super) type HeaderName = (&'static str, &'static str);

pub(super) const REQUEST_ID: HeaderName = ("X-Request-Id", "RequestId");
const RETRY_AFTER: HeaderName = ("Retry-After", "RetryAfter");
const CHALLENGE: HeaderName = ("WWW-Authenticate", "Challenge");
const POSSIBLE_CHALLENGE: HeaderName = ("WWW-Authenticate", "PossibleChallenge");
pub(super) const LIMITS: [HeaderName; 2] = [LIMIT, LIMIT_POLICY];
const LIMIT: HeaderName = ("RateLimit", "RateLimit");
const LIMIT_POLICY: HeaderName = ("RateLimit-Policy", "RateLimitPolicy");

/// The headers, by component name. Required are those that no answer goes without: a function's own 429 has no `Retry-After`.
pub(super) fn headers() -> BTreeMap<&'static str, Header> {
    let text = || json!({ "type": "string" });
    let example = |value: &str| json!({ "type": "string", "examples": [value] });
    let entries = [
        (REQUEST_ID, "Names this request in the service's logs.", true, text()),
        (
            RETRY_AFTER,
            "Seconds until another attempt can succeed; wherever a limit refused.",
            false,
            json!({ "type": "integer", "minimum": 0 }),
        ),
        (CHALLENGE, "The schemes by which a caller can authenticate, one header for each (RFC 9110).", true, text()),
        (
            POSSIBLE_CHALLENGE,
            "What is wrong with the credentials, wherever they are the reason (RFC 9110, RFC 6750).",
            false,
            example("Bearer error=\"insufficient_scope\", scope=\"post:write\""),
        ),
        (
            LIMIT,
            "What is left of each limit, and for how many seconds; on every answer that was counted.",
            false,
            example("\"caller\";r=3;t=412"),
        ),
        (LIMIT_POLICY, "The limits: how many requests in how many seconds.", true, example("\"caller\";q=5;w=900")),
    ];
    entries
        .into_iter()
        .map(|((_, component), description, required, schema)| (component, Header { description, required, schema }))
        .collect()
}

/// The headers of a refusal: its challenge, how long to wait where a limit refuses, and the limits, of which every operation has some.
pub(super) fn of_refusal(challenge: Challenge, by_limits: bool) -> impl Iterator<Item = HeaderName> {
    let challenge = match challenge {
        Challenge::Never => None,
        Challenge::Sometimes => Some(POSSIBLE_CHALLENGE),
        Challenge::Always => Some(CHALLENGE),
    };
    let retry_after = by_limits.then_some(RETRY_AFTER);
    [REQUEST_ID].into_iter().chain(challenge).chain(retry_after).chain(LIMITS)
}

/// A header of an answer.
pub(super) fn reference((name, component): HeaderName) -> (&'static str, HeaderOrReference) {
    (name, HeaderOrReference::Reference(Reference { to: format!("#/components/headers/{component}") }))
}
