//! `Extract<E>`: whatever a foreign extractor rejects with, the request is refused.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use garde::Validate;
use http::StatusCode;
use schemars::JsonSchema;
use secure_action::{Extract, Input, NoContent, Query, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

/// Rejects with the status in the header `x-reject`.
struct Whatever;

impl<S: Sync> FromRequestParts<S> for Whatever {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Response> {
        match parts.headers.get("x-reject").and_then(|status| status.to_str().ok()?.parse().ok()) {
            None => Ok(Self),
            Some(0) => panic!("the extractor's own"),
            Some(status) => {
                let status = StatusCode::from_u16(status).expect("a status");
                Err((status, [("location", "https://evil.example/")], "a secret of the extractor").into_response())
            }
        }
    }
}

#[action(app = App, get = "/foreign", public)]
async fn foreign(Extract(Whatever): Extract<Whatever>) -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Search {
    #[garde(range(max = 3))]
    page: u8,
}

#[action(app = App, post = "/mixed", public)]
async fn mixed(Extract(Whatever): Extract<Whatever>, Query(search): Query<Search>, input: Input<Search>) -> Result<NoContent> {
    assert!(search.page + input.page < 7);
    Ok(NoContent)
}

/// What the client sees of each status that an extractor may reject with.
const SEEN: [(u16, u16, &str); 24] = [
    // A success is none, and where a redirect leads is not for an extractor to say.
    (101, 403, "FORBIDDEN"),
    (200, 403, "FORBIDDEN"),
    (204, 403, "FORBIDDEN"),
    (303, 403, "FORBIDDEN"),
    (400, 400, "MALFORMED_INPUT"),
    (401, 401, "UNAUTHENTICATED"),
    (403, 403, "FORBIDDEN"),
    (404, 404, "NOT_FOUND"),
    (405, 405, "METHOD_NOT_ALLOWED"),
    (408, 408, "TIMEOUT"),
    (409, 409, "CONFLICT"),
    (412, 412, "MALFORMED_INPUT"),
    (413, 413, "PAYLOAD_TOO_LARGE"),
    (415, 415, "UNSUPPORTED_MEDIA_TYPE"),
    (422, 422, "VALIDATION_ERROR"),
    (429, 429, "RATE_LIMITED"),
    (431, 431, "MALFORMED_INPUT"),
    (451, 451, "MALFORMED_INPUT"),
    (499, 499, "MALFORMED_INPUT"),
    // An outage is one; anything else is a mistake of the service.
    (500, 500, "INTERNAL_ERROR"),
    (501, 500, "INTERNAL_ERROR"),
    (502, 503, "UNAVAILABLE"),
    (503, 503, "UNAVAILABLE"),
    (504, 503, "UNAVAILABLE"),
];

#[tokio::test]
async fn trap_38_whatever_a_foreign_extractor_rejects_with_is_a_refusal() {
    let world = World::new();
    let limit = secure_action::RateLimit::new(1000, std::time::Duration::from_secs(60));
    let router = world.router_with(world.security().default_rate_limit(limit), actions![foreign, mixed]);
    assert_eq!(call("GET", "/foreign").send(&router).await.status, 204);
    for (rejected, status, code) in SEEN {
        let _earlier = world.new_events().await;
        let answer = call("GET", "/foreign").header("x-reject", rejected.to_string()).send(&router).await;
        let problem = answer.is_problem(status, code);
        assert!(!answer.body.contains("secret") && answer.header("location").is_none(), "{rejected}: {answer:?}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{rejected}");
        let events = world.new_events().await;
        assert_eq!((&events[0]["outcome"], events.len()), (&json!("refused"), 1), "{rejected}");
        if status == 422 {
            assert_eq!(problem["errors"], json!({ "*": ["not an acceptable value"] }));
        }
    }
    call("GET", "/foreign").header("x-reject", "0").send(&router).await.is_problem(500, "INTERNAL_ERROR");
}

#[tokio::test]
async fn trap_38_a_foreign_422_is_reported_with_the_faults_of_the_other_arguments() {
    let world = World::new();
    let router = world.router(actions![mixed]);
    let send = |path: &'static str, reject: &'static str, page: u8| {
        let call = call("POST", path).json(&json!({ "page": page }));
        if reject.is_empty() { call } else { call.header("x-reject", reject) }
    };
    assert_eq!(send("/mixed?page=1", "", 1).send(&router).await.status, 204);
    let problem = send("/mixed?page=1", "422", 1).send(&router).await.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(problem["errors"], json!({ "*": ["not an acceptable value"] }));
    let problem = send("/mixed?page=9", "422", 9).send(&router).await.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(problem["errors"], json!({ "*": ["not an acceptable value"], "page": ["greater than 3"] }));
    // What is worse than a wrong value comes first.
    send("/mixed?page=9", "404", 9).send(&router).await.is_problem(404, "NOT_FOUND");
}

/// A validator by hand that finds a fault and does not say which one.
#[derive(Deserialize, JsonSchema)]
struct Wordless {
    #[expect(dead_code, reason = "only read from the request")]
    page: u8,
}

impl Validate for Wordless {
    type Context = ();

    fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}

    fn validate(&self) -> std::result::Result<(), garde::Report> {
        Err(garde::Report::new())
    }
}

#[action(app = App, get = "/wordless", public)]
async fn wordless(_query: Query<Wordless>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_38_a_validator_that_refuses_without_a_word_refuses() {
    let world = World::new();
    let router = world.router(actions![wordless]);
    call("GET", "/wordless?page=1").send(&router).await.is_problem(422, "VALIDATION_ERROR");
}
