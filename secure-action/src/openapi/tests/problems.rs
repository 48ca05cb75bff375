//! One test for each rule about which problems an action can answer.

use std::time::Duration;

use super::super::describe::describe;
use super::super::problems::{Challenge, PossibleProblem, possible_problems};
use super::super::schemas::Schemas;
use super::*;
use crate::answer::NoContent;
use crate::caller::Caller;
use crate::error::Code;

fn problems_under(configuration: &Configuration<'_>, action: &Action) -> Vec<PossibleProblem> {
    possible_problems(&action.spec, &describe(action.arguments, &mut Schemas::of_document()), configuration)
}

fn problems(action: &Action) -> Vec<PossibleProblem> {
    problems_under(&configuration(&default_limits()), action)
}

fn numbers(problems: &[PossibleProblem]) -> Vec<u16> {
    problems.iter().map(|problem| problem.kind.status.as_u16()).collect()
}

fn statuses(action: &Action) -> Vec<u16> {
    numbers(&problems(action))
}

fn of(access: Access, arguments: &[Described]) -> Vec<u16> {
    statuses(&action(Method::Post, "/", access, arguments))
}

const LIMITS: &[RateLimit] = &[RateLimit::new(5, Duration::from_secs(900))];

#[test]
fn any_action_can_fail_or_be_unavailable_and_any_request_be_unreadable() {
    for access in [Access::Public, AUTHENTICATED] {
        let found = of(access, &[]);
        assert!(found.starts_with(&[400]) && found.ends_with(&[500, 503]), "{found:?}");
    }
}

#[test]
fn only_guarded_actions_ask_for_credentials() {
    assert_eq!(of(AUTHENTICATED, &[]), [400, 401, 429, 500, 503]);
    assert_eq!(of(Access::Public, &[]), [400, 429, 500, 503]);
}

#[test]
fn a_public_action_that_looks_at_its_caller_refuses_bad_credentials() {
    assert_eq!(of(Access::Public, &[argument::<Option<Caller>>()]), [400, 401, 429, 500, 503]);
}

#[test]
fn only_actions_with_a_role_or_permission_forbid_or_those_that_refuse_what_is_narrowed() {
    let narrow = Access::guarded(&TABLE, &[], &[], &[]);
    assert_eq!(of(narrow, &[]), [400, 401, 403, 429, 500, 503]);
    for access in [Access::guarded(&TABLE, &[], &["admin"], &[]), Access::guarded(&TABLE, &[], &[], &["post:read"])] {
        assert_eq!(of(access, &[]), [400, 401, 403, 429, 500, 503]);
    }
}

#[test]
fn only_actions_with_input_find_it_invalid() {
    for input in [argument::<PathOf<u8>>(), argument::<QueryOf<std::collections::BTreeMap<String, String>>>()] {
        assert_eq!(of(Access::Public, &[input]), [400, 422, 429, 500, 503]);
    }
}

#[test]
fn only_actions_with_a_body_judge_its_size_type_and_speed() {
    assert_eq!(of(Access::Public, &[argument::<Body<u8>>()]), [400, 408, 413, 415, 422, 429, 500, 503]);
}

#[test]
fn each_problem_names_its_codes() {
    let access = Access::guarded(&TABLE, &[], &["admin"], &[]);
    let everything = action(Method::Post, "/", access, &[argument::<Body<u8>>()]).rate_limits(LIMITS);
    let codes: Vec<_> =
        problems(&everything).iter().map(|problem| (problem.kind.status.as_u16(), problem.kind.codes)).collect();
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

#[test]
fn any_request_can_be_for_another_host_where_hosts_are_listed() {
    let limits = default_limits();
    let listed = Configuration { hosts_listed: true, ..configuration(&limits) };
    let bare = action(Method::Get, "/", Access::Public, &[]);
    assert_eq!(numbers(&problems_under(&listed, &bare)), [400, 421, 429, 500, 503]);
}

#[test]
fn where_https_is_required_any_action_can_refuse_and_says_why() {
    let limits = default_limits();
    let https = Configuration { https_required: true, ..configuration(&limits) };
    let forbidden = |access| {
        let problems = problems_under(&https, &action(Method::Get, "/", access, &[]));
        problems.iter().find(|problem| problem.kind.status == 403).map(|problem| problem.kind.codes)
    };
    assert_eq!(forbidden(Access::Public), Some(&[Code::HTTPS_REQUIRED][..]));
    assert_eq!(forbidden(AUTHENTICATED), Some(&[Code::HTTPS_REQUIRED][..]));
    let guarded = Access::guarded(&TABLE, &[], &["admin"], &[]);
    assert_eq!(forbidden(guarded), Some(&[Code::FORBIDDEN, Code::HTTPS_REQUIRED][..]));
}

#[test]
fn challenges_come_where_credentials_can_be_the_reason() {
    let limits = default_limits();
    let challenge = |configuration: &Configuration<'_>, access, status: u16| {
        let problems = problems_under(configuration, &action(Method::Get, "/", access, &[argument::<PathOf<u8>>()]));
        problems.iter().find(|problem| problem.kind.status == status).map(|problem| problem.challenge)
    };
    let role = || Access::guarded(&TABLE, &[], &["admin"], &[]);
    let permission = || Access::guarded(&TABLE, &[], &[], &["post:read"]);
    let scoped = configuration(&limits);
    assert_eq!(challenge(&scoped, Access::Public, 400), Some(Challenge::Never));
    assert_eq!(challenge(&scoped, role(), 400), Some(Challenge::Sometimes));
    assert_eq!(challenge(&scoped, role(), 401), Some(Challenge::Always));
    // Whatever the scopes are, none is for a role.
    assert_eq!(challenge(&scoped, role(), 403), Some(Challenge::Sometimes));
    assert_eq!(challenge(&scoped, role().scoped(), 403), Some(Challenge::Never));
    assert_eq!(challenge(&scoped, permission(), 403), Some(Challenge::Sometimes));
    let mut unscoped = configuration(&limits);
    unscoped.schemes.iter_mut().for_each(|scheme| scheme.names_scopes = false);
    assert_eq!(challenge(&unscoped, permission(), 403), Some(Challenge::Never));
}

#[test]
fn what_the_function_itself_refuses_has_ranges_of_its_own() {
    let action = leak(action(Method::Get, "/", Access::Public, &[]));
    let document = document_of(&[(action, answering::<NoContent>())]);
    let responses = document["paths"]["/"]["get"]["responses"].as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["204", "400", "429", "4XX", "500", "503", "5XX"]);
}
