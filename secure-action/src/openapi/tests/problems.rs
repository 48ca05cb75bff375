//! One test for each rule about which problems an action can answer.

use std::time::Duration;

use serde_json::Value;

use super::super::describe::describe;
use super::super::problems::{PossibleProblem, possible_problems};
use super::super::schemas::Schemas;
use super::*;
use crate::answer::{Created, NoContent};
use crate::authn::Caller;
use crate::error::Code;

fn problems(spec: &ActionSpec) -> Vec<&'static PossibleProblem> {
    possible_problems(spec, &describe(spec, None, &mut Schemas::of_document()))
}

fn statuses(spec: &ActionSpec) -> Vec<u16> {
    problems(spec).iter().map(|problem| problem.status.as_u16()).collect()
}

fn of(access: Access, arguments: Vec<ArgumentSpec>) -> Vec<u16> {
    statuses(&spec(Method::Post, "/", access, arguments))
}

const LIMITS: &[RateLimit] = &[RateLimit::new(5, Duration::from_secs(900))];

#[test]
fn any_action_can_fail_or_be_unavailable() {
    for access in [Access::Public, AUTHENTICATED] {
        let found = of(access, vec![]);
        assert!(found.ends_with(&[500, 503]), "{found:?}");
    }
}

#[test]
fn only_guarded_actions_ask_for_credentials() {
    assert_eq!(of(AUTHENTICATED, vec![]), [400, 401, 500, 503]);
    assert_eq!(of(Access::Public, vec![]), [429, 500, 503]);
}

#[test]
fn a_public_action_that_looks_at_its_caller_refuses_bad_credentials() {
    assert_eq!(of(Access::Public, vec![argument::<Option<Caller>>()]), [400, 401, 429, 500, 503]);
}

#[test]
fn only_actions_with_a_role_or_permission_forbid() {
    for access in [Access::guarded(&TABLE, &[], &["admin"], &[]), Access::guarded(&TABLE, &[], &[], &["post:read"])] {
        assert_eq!(of(access, vec![]), [400, 401, 403, 500, 503]);
    }
}

#[test]
fn only_actions_with_input_find_it_invalid() {
    for input in [argument::<PathOf<u8>>(), argument::<QueryOf<std::collections::BTreeMap<String, String>>>()] {
        assert_eq!(of(Access::Public, vec![input]), [400, 422, 429, 500, 503]);
    }
}

#[test]
fn only_actions_with_a_body_judge_its_size_type_and_speed() {
    assert_eq!(of(Access::Public, vec![argument::<Body<u8>>()]), [400, 408, 413, 415, 422, 429, 500, 503]);
}

#[test]
fn only_limited_actions_limit() {
    let guarded = |limits| statuses(&spec(Method::Post, "/", AUTHENTICATED, vec![]).rate_limits(limits));
    assert_eq!(guarded(&[]), [400, 401, 500, 503]);
    assert_eq!(guarded(LIMITS), [400, 401, 429, 500, 503]);
}

#[test]
fn each_problem_names_its_codes() {
    let access = Access::guarded(&TABLE, &[], &["admin"], &[]);
    let everything = spec(Method::Post, "/", access, vec![argument::<Body<u8>>()]).rate_limits(LIMITS);
    let codes: Vec<_> = problems(&everything).iter().map(|problem| (problem.status.as_u16(), problem.codes)).collect();
    let expected: [(u16, &[Code]); 10] = [
        (400, &[Code::MALFORMED_INPUT]),
        (401, &[Code::UNAUTHENTICATED]),
        (403, &[Code::FORBIDDEN]),
        (408, &[Code::TIMEOUT]),
        (413, &[Code::PAYLOAD_TOO_LARGE]),
        (415, &[Code::UNSUPPORTED_MEDIA_TYPE]),
        (422, &[Code::VALIDATION_ERROR]),
        (429, &[Code::RATE_LIMITED]),
        (500, &[Code::INTERNAL_ERROR]),
        (503, &[Code::TIMEOUT, Code::UNAVAILABLE]),
    ];
    assert_eq!(codes, expected);
}

fn header_names(response: &Value) -> Vec<&str> {
    response["headers"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn answers_carry_the_headers_that_the_pipeline_sets() {
    let limited = leak(spec(Method::Post, "/", AUTHENTICATED, vec![]).rate_limits(LIMITS));
    let document = document_of(&[(limited, answering::<Created<u8>>())]);
    let responses = document["components"]["responses"].as_object().unwrap();
    for (name, response) in responses {
        let own: &[&str] = match name.as_str() {
            "RateLimited" => &["RateLimit", "RateLimit-Policy", "Retry-After"],
            "Unauthenticated" => &["WWW-Authenticate"],
            _ => &[],
        };
        let mut expected = own.to_vec();
        expected.push("X-Request-Id");
        expected.sort_unstable();
        let mut found = header_names(response);
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
        let media_types: Vec<_> = response["content"].as_object().unwrap().keys().collect();
        assert_eq!(media_types, ["application/problem+json"], "{name}");
    }
    let success = &document["paths"]["/"]["post"]["responses"]["201"];
    assert_eq!(header_names(success), ["Location", "RateLimit", "RateLimit-Policy", "X-Request-Id"]);
}

#[test]
fn an_unlimited_action_promises_no_limit_headers() {
    let unlimited = leak(spec(Method::Post, "/", AUTHENTICATED, vec![]));
    let document = document_of(&[(unlimited, answering::<NoContent>())]);
    assert_eq!(header_names(&document["paths"]["/"]["post"]["responses"]["204"]), ["X-Request-Id"]);
    assert!(document["components"]["responses"].get("RateLimited").is_none());
}

#[test]
fn what_the_function_itself_refuses_has_a_range_of_its_own() {
    let action = leak(spec(Method::Get, "/", Access::Public, vec![]));
    let document = document_of(&[(action, answering::<NoContent>())]);
    let responses = document["paths"]["/"]["get"]["responses"].as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["204", "429", "4XX", "500", "503"]);
}
