//! Stage 13: every outcome of every action leaves exactly one event.

use std::io;
use std::time::Duration;

use garde::Validate;
use http::Request;
use schemars::JsonSchema;
use secure_action::{ActionError, AuditNote, Created, Input, Json, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use serde_json::json;
use tower::ServiceExt;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct SignUp {
    #[garde(length(chars, max = 100))]
    name: String,
    #[garde(skip)]
    password: Secret<String>,
    #[garde(skip)]
    api_key: String,
    #[garde(skip)]
    monkey: String,
}

#[action(app = App, post = "/sign-up", public, rate_limit = "100/1m", audit = "durable")]
async fn sign_up(note: AuditNote, input: Input<SignUp>) -> Result<Created<()>> {
    assert!(!input.password.expose().is_empty() && !input.api_key.is_empty() && !input.monkey.is_empty());
    note.resource("user", &input.name);
    note.fact("plan", "free");
    Ok(Created::new(()))
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Line {
    #[garde(skip)]
    text: String,
}

#[action(app = App, post = "/lines", public)]
async fn write_line(input: Input<Line>) -> Result<Json<usize>> {
    Ok(Json(input.text.len()))
}

#[action(app = App, get = "/read", auth)]
async fn read() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/quiet", public, audit = false)]
async fn quiet() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, delete = "/fail", auth)]
async fn fail() -> Result<NoContent> {
    Err(io::Error::other("the disk at 10.0.0.7 is on fire"))?;
    Ok(NoContent)
}

#[action(app = App, post = "/refuse", auth)]
async fn refuse() -> Result<NoContent> {
    Err(ActionError::conflict("the room is full").because("room 7"))
}

#[action(app = App, post = "/panic", auth)]
async fn panics() -> Result<NoContent> {
    panic!("secret in a panic")
}

#[action(app = App, post = "/hang", auth, timeout = "3s")]
async fn hangs() -> Result<NoContent> {
    std::future::pending().await
}

#[action(app = App, get = "/slow", public, timeout = "3s")]
async fn slow() -> Result<Json<u8>> {
    tokio::task::yield_now().await;
    Ok(Json(1))
}

#[tokio::test]
async fn an_allowed_call_says_who_what_when_and_where() {
    let world = World::new();
    let router = world.router(actions![read]);
    let token = world.token_with(&json!({ "sub": "rita", "roles": ["reader"], "jti": "t-1" }));
    let answer = call("GET", "/read").token(&token).header("user-agent", "tests/1").send(&router).await;
    let event = world.event().await;
    for (name, value) in [
        ("datetime", json!("2027-01-15T08:00:00.000000Z")),
        ("type", json!("sensitive_read")),
        ("event", json!("sensitive_read:rita,read")),
        ("outcome", json!("allowed")),
        ("action", json!("read")),
        ("route", json!("/read")),
        ("status", json!(204)),
        ("request_id", json!(answer.header("x-request-id"))),
        ("source_ip", json!("203.0.113.9")),
        ("useragent", json!("tests/1")),
        ("caller", json!("rita")),
        ("scheme", json!("jwt")),
        ("credential", json!("t-1")),
    ] {
        assert_eq!(event[name], value, "{name}: {event:#}");
    }
}

#[tokio::test]
async fn trap_16_inputs_are_redacted_by_type_and_by_whole_word() {
    let world = World::new();
    let router = world.router(actions![sign_up]);
    let body = json!({ "name": "Uma\n{\"forged\":1}", "password": "hunter2", "api_key": "k-123", "monkey": "bananas" });
    assert_eq!(call("POST", "/sign-up").json(&body).send(&router).await.status, 201);
    let event = world.event().await;
    assert_eq!(event["input"]["password"], "[REDACTED]", "{event:#}");
    assert_eq!(event["input"]["api_key"], "[REDACTED]");
    assert_eq!(event["input"]["monkey"], "bananas");
    assert_eq!(event["resource"]["type"], "user");
    assert_eq!(event["notes"]["plan"], "free");
    assert!(!event.to_string().contains("hunter2") && !event.to_string().contains("k-123"));
}

#[tokio::test]
async fn refusals_are_recorded_with_their_reason_and_without_values() {
    let world = World::new();
    let router = world.router(actions![read, sign_up]);
    call("GET", "/read").send(&router).await.is_problem(401, "UNAUTHENTICATED");
    call("GET", "/read").token("a.b.c").send(&router).await.is_problem(401, "UNAUTHENTICATED");
    call("POST", "/sign-up")
        .json(&json!({ "name": "x", "password": 12, "hunter2": 1 }))
        .send(&router)
        .await
        .is_problem(422, "VALIDATION_ERROR");
    let events = world.events().await;
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["authz_fail", "authn_login_fail", "input_validation_fail"]);
    assert!(events.iter().all(|event| event["outcome"] == "refused"));
    assert!(events[2]["input"].is_null() && events[2]["description"].as_str().is_some_and(|text| text.contains("password")));
}

#[tokio::test]
async fn a_failure_is_told_to_the_log_and_not_to_the_client() {
    let world = World::new();
    let router = world.router(actions![fail, refuse]);
    let token = world.token("rita", &[]);
    let answer = call("DELETE", "/fail").token(&token).send(&router).await;
    answer.is_problem(500, "INTERNAL_ERROR");
    assert!(!answer.body.contains("disk") && !answer.body.contains("10.0.0.7"));
    let answer = call("POST", "/refuse").token(&token).send(&router).await;
    assert_eq!(answer.is_problem(409, "CONFLICT")["detail"], "the room is full");
    let events = world.events().await;
    assert_eq!((&events[0]["outcome"], &events[0]["status"]), (&json!("failed"), &json!(500)));
    assert!(events[0]["description"].as_str().is_some_and(|text| text.contains("on fire")));
    assert!(events[1]["description"].as_str().is_some_and(|text| text.contains("room 7")));
}

/// An error that panics when somebody asks what it says.
#[derive(Debug)]
struct Speechless;

impl std::fmt::Display for Speechless {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("secret in a panic")
    }
}

impl std::error::Error for Speechless {}

#[action(app = App, post = "/speechless", auth)]
async fn speechless() -> Result<NoContent> {
    Err(Speechless)?;
    Ok(NoContent)
}

#[tokio::test]
async fn a_panic_while_the_answer_is_made_is_a_500_and_an_event() {
    for (method, path) in [("POST", "/speechless"), ("DELETE", "/fail")] {
        let world = World::new();
        let security = world.security().classify_errors(|error| {
            assert!(!error.is::<io::Error>(), "secret in a panic");
            None
        });
        let router = world.router_with(security, actions![speechless, fail]);
        let answer = call(method, path).token(&world.token("rita", &[])).send(&router).await;
        answer.is_problem(500, "INTERNAL_ERROR");
        assert!(!answer.body.contains("secret"));
        let event = world.event().await;
        assert_eq!((&event["outcome"], &event["caller"]), (&json!("panicked"), &json!("rita")), "{path}");
    }
}

#[tokio::test]
async fn a_panic_is_a_500_and_an_event() {
    let world = World::new();
    let router = world.router(actions![panics]);
    let answer = call("POST", "/panic").token(&world.token("rita", &[])).send(&router).await;
    answer.is_problem(500, "INTERNAL_ERROR");
    assert!(!answer.body.contains("secret"));
    assert!(answer.header("strict-transport-security").is_some());
    let event = world.event().await;
    assert_eq!(event["outcome"], "panicked");
    assert!(!event.to_string().contains("secret in"));
}

#[tokio::test(start_paused = true)]
async fn a_passed_deadline_is_a_503_and_an_event() {
    let world = World::new();
    let router = world.router(actions![hangs]);
    let answer = call("POST", "/hang").token(&world.token("rita", &[])).send(&router).await;
    answer.is_problem(503, "TIMEOUT");
    assert_eq!(world.event().await["outcome"], "timed_out");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_a_408() {
    let world = World::new();
    let router = world.router(actions![write_line]);
    let never = axum::body::Body::from_stream(silence());
    let answer = call("POST", "/lines").body("application/json", never).send(&router).await;
    answer.is_problem(408, "TIMEOUT");
    let event = world.event().await;
    assert_eq!((&event["outcome"], &event["type"]), (&json!("timed_out"), &json!("request_timeout")), "trap 42");
}

fn silence() -> impl futures_util::Stream<Item = io::Result<bytes::Bytes>> {
    futures_util::stream::pending()
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_an_event() {
    let world = World::new();
    let router = world.router(actions![hangs]);
    let mut request = Request::post("/hang").body(axum::body::Body::empty()).expect("a request");
    let token = format!("Bearer {}", world.token("rita", &[]));
    request.headers_mut().insert("authorization", token.parse().expect("a header"));
    let peer = std::net::SocketAddr::from(([203, 0, 113, 9], 1));
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    let mut running = Box::pin(router.oneshot(request));
    // One look is enough to get to the function, which never ends.
    assert!(futures_util::poll!(running.as_mut()).is_pending());
    drop(running);
    let event = world.event().await;
    assert_eq!((&event["outcome"], &event["caller"]), (&json!("cancelled"), &json!("rita")));
    assert!(event["status"].is_null());
}

#[tokio::test]
async fn an_action_without_events_still_records_refusals() {
    let world = World::new();
    let router = world.router(actions![quiet]);
    assert_eq!(call("GET", "/quiet").send(&router).await.status, 204);
    assert!(world.events().await.is_empty());
    for _ in 0..100 {
        call("GET", "/quiet").send(&router).await;
    }
    let events = world.events().await;
    assert!(events.len() == 1 && events[0]["type"] == "excess_rate_limit_exceeded", "{events:#?}");
}

#[tokio::test(start_paused = true)]
async fn trap_16_a_full_trail_lets_nothing_run_unrecorded() {
    let world = World::new();
    world.trail.fail(true);
    let router = world.router_with(world.security().audit_queue(2), actions![slow]);
    // Two events wait for the disk; the third request finds no place.
    for _ in 0..2 {
        assert_eq!(call("GET", "/slow").send(&router).await.status, 200);
    }
    call("GET", "/slow").send(&router).await.is_problem(503, "UNAVAILABLE");
    world.trail.fail(false);
    assert_eq!(world.events().await.len(), 2);
    assert_eq!(call("GET", "/slow").send(&router).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn trap_16_a_durable_answer_waits_for_the_disk() {
    let world = World::new();
    world.trail.fail(true);
    let router = world.router(actions![sign_up]);
    let body = json!({ "name": "Uma", "password": "hunter2", "api_key": "k", "monkey": "m" });
    call("POST", "/sign-up").json(&body).send(&router).await.is_problem(503, "UNAVAILABLE");
    world.trail.fail(false);
    assert_eq!(world.event().await["outcome"], "allowed");
    world.clock.advance(Duration::from_secs(1));
}
