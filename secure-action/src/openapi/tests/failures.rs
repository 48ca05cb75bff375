//! What an error type says, beside what the guards answer.

use serde_json::{Value, json};

use super::*;
use crate::answer::NoContent;
use crate::error::{ActionError, Failure, PublicVariant};

const VARIANTS: &[PublicVariant] = &[
    PublicVariant::public("RoomTaken", 409, "ROOM_TAKEN", "The room is taken."),
    PublicVariant::public("NotYours", 403, "NOT_YOUR_ROOM", ""),
    PublicVariant::public("NotYoursEither", 403, "NOT_YOUR_ROOM", "Not yours either."),
    PublicVariant::public("BadPassword", 401, "BAD_PASSWORD", ""),
    PublicVariant::public("TooMany", 429, "TOO_MANY_ROOMS", "Three are the most."),
    PublicVariant::public("Odd", 499, "ODD", "Odd."),
];

const WITH_INTERNAL: &[PublicVariant] = &[VARIANTS[0], PublicVariant::internal("Database")];

const LIMITS: &[RateLimit] = &[RateLimit::new(5, std::time::Duration::from_secs(900))];

fn responses_of(variants: Option<&'static [PublicVariant]>) -> (Value, Value) {
    let access = Access::guarded(&TABLE, &[], &["admin"], &[]);
    let action = leak(action(Method::Post, "/", access, &[]).rate_limits(LIMITS));
    let document = document_of(&[(action, answering::<NoContent>().or(variants))]);
    (document["paths"]["/"]["post"]["responses"].clone(), document["components"]["responses"].clone())
}

fn statuses(responses: &Value) -> Vec<&str> {
    responses.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The ranges among the statuses.
fn ranges(responses: &Value) -> Vec<String> {
    statuses(responses).into_iter().filter(|status| status.ends_with("XX")).map(ToOwned::to_owned).collect()
}

#[test]
fn a_status_of_its_own_is_told_by_the_message() {
    let (responses, _) = responses_of(Some(VARIANTS));
    assert_eq!(responses["409"]["description"], "The room is taken.");
    let schema = &responses["409"]["content"]["application/problem+json"]["schema"];
    assert_eq!(schema["allOf"][0]["$ref"], "#/components/schemas/Problem");
    let properties = json!({ "status": { "const": 409 }, "code": { "type": "string", "enum": ["ROOM_TAKEN"] } });
    assert_eq!(schema["allOf"][1]["properties"], properties);
    assert_eq!(responses["499"]["description"], "Odd.");
}

#[test]
fn a_status_of_the_guards_has_the_codes_of_both_each_once() {
    let (responses, shared) = responses_of(Some(VARIANTS));
    let schema = &responses["403"]["content"]["application/problem+json"]["schema"];
    assert_eq!(schema["allOf"][1]["properties"]["code"]["enum"], json!(["FORBIDDEN", "NOT_YOUR_ROOM"]));
    let text = "The caller may not do this.\n\n- `NOT_YOUR_ROOM`: Not your room\n- `NOT_YOUR_ROOM`: Not yours either.";
    assert_eq!(responses["403"]["description"], text);
    // Nothing refers to these any more.
    assert!(shared.get("ForbiddenClosed").is_none() && shared.get("RateLimitedClosed").is_none());
    assert!(shared.get("InternalErrorClosed").is_some());
}

#[test]
fn headers_are_those_of_the_guards_and_a_401_always_has_its_challenge() {
    let (responses, _) = responses_of(Some(VARIANTS));
    let component = |status: &str, name: &str| responses[status]["headers"][name]["$ref"].clone();
    assert_eq!(component("401", "WWW-Authenticate"), "#/components/headers/Challenge");
    // Not required, as the function answers 429 without it.
    assert_eq!(component("429", "Retry-After"), "#/components/headers/RetryAfter");
    for status in ["401", "403", "409", "429", "499"] {
        assert_eq!(component(status, "X-Request-Id"), "#/components/headers/RequestId", "{status}");
        assert_eq!(component(status, "RateLimit-Policy"), "#/components/headers/RateLimitPolicy", "{status}");
    }
    assert_eq!(responses["409"]["headers"].as_object().unwrap().len(), 3);
}

#[test]
fn only_authenticators_challenge_a_function_of_a_public_action() {
    let action = leak(action(Method::Post, "/", Access::Public, &[]));
    let operations = [(action, answering::<NoContent>().or(Some(VARIANTS)))];
    let challenge = |configuration: &Configuration<'_>| {
        let document = read_back(&written_under(configuration, &operations));
        document["paths"]["/"]["post"]["responses"]["401"]["headers"]["WWW-Authenticate"].clone()
    };
    assert_eq!(challenge(&configuration(&[])), json!({ "$ref": "#/components/headers/Challenge" }));
    assert_eq!(challenge(&Configuration::default()), Value::Null);
}

#[test]
fn where_internal_failures_are_classified_the_codes_are_not_all() {
    let action = leak(action(Method::Post, "/", Access::Public, &[]));
    let operations = [(action, answering::<NoContent>().or(Some(WITH_INTERNAL)))];
    let code = |classified| {
        let document = read_back(&written_under(&Configuration { classified, ..Configuration::default() }, &operations));
        let responses = &document["paths"]["/"]["post"]["responses"];
        let schema = &responses["409"]["content"]["application/problem+json"]["schema"];
        (schema["allOf"][1]["properties"]["code"].clone(), ranges(responses))
    };
    assert_eq!(code(false), (json!({ "type": "string", "enum": ["ROOM_TAKEN"] }), vec![]));
    assert_eq!(code(true), (json!({ "type": "string", "examples": ["ROOM_TAKEN"] }), vec!["4XX".to_owned(), "5XX".to_owned()]));
}

#[test]
fn the_ranges_are_for_functions_that_choose_freely() {
    let (closed, shared) = responses_of(Some(VARIANTS));
    assert_eq!(statuses(&closed), ["204", "400", "401", "403", "409", "429", "499", "500", "503"]);
    assert!(shared.get("ReportedByOperation").is_none() && shared.get("FailedByOperation").is_none());
    let (open, shared) = responses_of(<ActionError as Failure>::FAILURE.variants());
    assert_eq!(statuses(&open), ["204", "400", "401", "403", "429", "4XX", "500", "503", "5XX"]);
    assert!(shared.get("ReportedByOperation").is_some() && shared.get("FailedByOperation").is_some());
}

#[test]
fn an_internal_variant_is_the_failure_that_every_action_has() {
    let (responses, _) = responses_of(Some(WITH_INTERNAL));
    assert_eq!(responses["500"], json!({ "$ref": "#/components/responses/InternalErrorClosed" }));
    assert_eq!(statuses(&responses), ["204", "400", "401", "403", "409", "429", "500", "503"]);
}

/// The codes of a shared response, and whether they are all.
fn shared_codes(shared: &Value, name: &str) -> (Value, bool) {
    let code = &shared[name]["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"];
    let closed = code.get("enum").is_some();
    (code[if closed { "enum" } else { "examples" }].clone(), closed)
}

#[test]
fn the_codes_of_the_guards_are_all_unless_the_function_chooses_freely() {
    let (_, shared) = responses_of(Some(VARIANTS));
    assert_eq!(shared_codes(&shared, "UnavailableClosed"), (json!(["TIMEOUT", "UNAVAILABLE"]), true));
    assert_eq!(shared_codes(&shared, "MalformedClosedChallenged"), (json!(["MALFORMED_INPUT"]), true));
    let (_, shared) = responses_of(None);
    assert_eq!(shared_codes(&shared, "Unavailable"), (json!(["TIMEOUT", "UNAVAILABLE"]), false));
    assert_eq!(shared_codes(&shared, "MalformedChallenged"), (json!(["MALFORMED_INPUT"]), false));
}

#[test]
fn what_can_be_answered_beside_the_list_opens_it() {
    use super::super::builder::Described;
    use super::super::failures::are_open;

    let with = |failures| Described { failures, ..Described::default() };
    assert!(are_open(&with(None), false));
    assert!(are_open(&with(Some(WITH_INTERNAL)), true) && !are_open(&with(Some(WITH_INTERNAL)), false));
    assert!(!are_open(&with(Some(VARIANTS)), true));
    // The application's own code runs before the function, too.
    assert!(are_open(&Described { target: true, ..with(Some(VARIANTS)) }, false));
    assert!(are_open(&Described { foreign: true, ..with(Some(VARIANTS)) }, false));
}
