//! Which headers the document promises, and that they cost one component for each set of them.

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::answer::{Created, NoContent};

const LIMITS: &[RateLimit] = &[RateLimit::new(5, Duration::from_secs(900))];

fn names(response: &Value) -> Vec<&str> {
    response["headers"].as_object().unwrap().keys().map(String::as_str).collect()
}

fn responses(document: &Value) -> Vec<(&str, Vec<&str>)> {
    let responses = document["components"]["responses"].as_object().unwrap().iter();
    responses.map(|(name, response)| (name.as_str(), names(response))).collect()
}

#[test]
fn every_answer_tells_the_limits() {
    let limited = leak(action(Method::Post, "/", AUTHENTICATED, &[]).rate_limits(LIMITS));
    let document = document_of(&[(limited, answering::<Created<u8>>())]);
    let (policy, own) = (["RateLimit", "RateLimit-Policy"], "X-Request-Id");
    let expected = [
        ("FailedByOperation", vec![policy[0], policy[1], own]),
        ("InternalError", vec![policy[0], policy[1], own]),
        ("MalformedChallenged", vec![policy[0], policy[1], "WWW-Authenticate", own]),
        ("RateLimited", vec![policy[0], policy[1], "Retry-After", own]),
        ("ReportedByOperation", vec![policy[0], policy[1], "WWW-Authenticate", own]),
        ("Unauthenticated", vec![policy[0], policy[1], "WWW-Authenticate", own]),
        ("Unavailable", vec![policy[0], policy[1], own]),
    ];
    assert_eq!(responses(&document), expected);
    let success = &document["paths"]["/"]["post"]["responses"]["201"];
    assert_eq!(names(success), ["Location", policy[0], policy[1], own]);
}

#[test]
fn actions_share_their_refusals() {
    let operations = [
        (leak(action(Method::Get, "/a", AUTHENTICATED, &[]).rate_limits(LIMITS)), answering::<NoContent>()),
        (leak(action(Method::Get, "/b", AUTHENTICATED, &[])), answering::<NoContent>()),
    ];
    let document = document_of(&operations);
    let own = |path: &str| document["paths"][path]["get"]["responses"]["401"].clone();
    assert_eq!(own("/a"), json!({ "$ref": "#/components/responses/Unauthenticated" }));
    assert_eq!(own("/a"), own("/b"));
}

#[test]
fn errors_are_problem_documents_with_the_codes_of_their_guards() {
    let limits = default_limits();
    let https = Configuration { https_required: true, ..configuration(&limits) };
    let action = leak(action(Method::Get, "/", Access::guarded(&TABLE, &[], &[], &["post:read"]), &[]));
    let document = read_back(&written_under(&https, &[(action, answering::<NoContent>())]));
    assert_consistent(&document);
    let code = |name: &str| {
        let content = document["components"]["responses"][name]["content"].as_object().unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), ["application/problem+json"], "{name}");
        content["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"].clone()
    };
    // The function may answer each with a code of its own.
    assert_eq!(code("ForbiddenOrUnencryptedChallenged")["examples"], json!(["FORBIDDEN", "HTTPS_REQUIRED"]));
    assert_eq!(code("InternalError")["examples"], json!(["INTERNAL_ERROR"]));
    assert_eq!((code("ReportedByOperation"), code("FailedByOperation")), (json!(null), json!(null)));
}

#[test]
fn what_no_answer_goes_without_is_required() {
    let action = leak(action(Method::Get, "/", Access::Public, &[]));
    let document = document_of(&[(action, answering::<NoContent>())]);
    let headers = document["components"]["headers"].as_object().unwrap();
    let required: Vec<_> =
        headers.iter().filter(|(_, header)| header["required"] == true).map(|(name, _)| name.as_str()).collect();
    assert_eq!(required, ["Challenge", "RateLimitPolicy", "RequestId"]);
}
