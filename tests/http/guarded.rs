//! Plain axum handlers behind the stages of an action.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as AnyPath, State as AnyState};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::StreamExt;
use http::{HeaderName, StatusCode};
use secure_action::{Actions, Caller, Guarded, Input, NoContent, Path, Result, action};
use serde_json::json;
use tower::ServiceExt;

use crate::documents::Document;
use crate::world::{Answer, App, World, call};

#[action(app = App, get = "/report", permission = "report:read")]
async fn report() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, get = "/other", auth)]
async fn other() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, post = "/upload/{id}", role = "writer", body_limit = "1KB", rate_limit = "3/1m")]
async fn upload(Path(_): Path<u32>) -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, post = "/hurried", role = "writer", timeout = "2s")]
async fn hurried() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, get = "/open", public, rate_limit = "100/1m")]
async fn open(_: Option<Caller>) -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, get = "/crash", auth)]
async fn crash() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, get = "/slow", auth, timeout = "1s")]
async fn slow() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, get = "/failing", auth)]
async fn failing() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, post = "/with-input", auth)]
async fn with_input(_: Input<Text>) -> Result<NoContent> {
    panic!("never called")
}

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Text {
    #[garde(length(max = 9))]
    text: String,
}

async fn old_report(caller: Guarded<report>, AnyState(world): AnyState<World>) -> Response {
    let _ = world;
    let headers = [
        (HeaderName::from_static("x-old"), "yes"),
        (HeaderName::from_static("x-content-type-options"), "sniff"),
        (HeaderName::from_static("x-request-id"), "mine"),
    ];
    (StatusCode::ACCEPTED, headers, format!("for {}", caller.id())).into_response()
}

/// Takes what only another action's guards can give.
async fn mistaken(_: Guarded<report>) -> &'static str {
    "in"
}

async fn old_upload(AnyPath(id): AnyPath<String>, body: String) -> String {
    format!("{id}: {}", body.len())
}

async fn old_failure() -> Response {
    (StatusCode::CONFLICT, "in its own words").into_response()
}

fn router(world: &World) -> Router {
    let security = world.security().build().expect("a sound configuration");
    world.keep(&security);
    Actions::new(security, world.clone())
        .guard::<report, _, _>(old_report)
        .guard::<other, _, _>(mistaken)
        .guard::<upload, _, _>(old_upload)
        .guard::<open, _, _>(mistaken_or_open)
        .guard::<crash, _, _>(|| async {
            if true {
                panic!("old code")
            }
        })
        .guard::<slow, _, _>(std::future::pending::<()>)
        .guard::<failing, _, _>(old_failure)
        .guard::<hurried, _, _>(|body: String| async move { body })
        .openapi(
            "/openapi.json",
            secure_action::openapi::Info::new("Tests", "1.0.0"),
            secure_action::DocumentAccess::permission("user:delete"),
        )
        .into_router()
        .expect("sound actions")
}

async fn mistaken_or_open(caller: Guarded<open>) -> String {
    caller.into_caller().id().to_owned()
}

fn is_dressed(answer: &Answer) {
    assert_eq!(answer.headers.get_all("x-content-type-options").iter().collect::<Vec<_>>(), ["nosniff"], "{answer:?}");
    assert!(answer.header("x-request-id").is_some_and(|id| id != "mine"), "{answer:?}");
}

#[tokio::test]
async fn a_handler_runs_behind_every_stage() {
    let world = World::new();
    let router = router(&world);
    call("GET", "/report").send(&router).await.is_problem(401, "UNAUTHENTICATED");
    call("GET", "/report").token(&world.token("rita", &["reader"])).send(&router).await.is_problem(403, "FORBIDDEN");
    let answer = call("GET", "/report").token(&world.token("ada", &["admin"])).send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str(), answer.header("x-old")), (202, "for ada", Some("yes")));
    is_dressed(&answer);
    let events = world.events().await;
    let [_, _, event] = events.as_slice() else { panic!("{events:#?}") };
    assert_eq!(
        (&event["action"], &event["outcome"], &event["status"], &event["caller"]),
        (&json!("report"), &json!("allowed"), &json!(202), &json!("ada"))
    );
    // Its errors are its own, with our headers.
    let answer = call("GET", "/failing").token(&world.token("ada", &[])).send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (409, "in its own words"));
    is_dressed(&answer);
    call("GET", "/crash").token(&world.token("ada", &[])).send(&router).await.is_problem(500, "INTERNAL_ERROR");
}

#[tokio::test]
async fn the_body_is_the_handlers_up_to_the_limit() {
    let world = World::new();
    let router = router(&world);
    let token = world.token("wilma", &["writer"]);
    let send = |path: &'static str, size: usize| call("POST", path).token(&token).body("text/plain", "x".repeat(size));
    assert_eq!(send("/upload/7", 1000).send(&router).await.body, "7: 1000");
    assert_eq!(send("/upload/7", 1025).send(&router).await.status, 413);
    // What the action takes is validated.
    send("/upload/seven", 1).send(&router).await.is_problem(422, "VALIDATION_ERROR");
    send("/upload/7", 1).send(&router).await.is_problem(429, "RATE_LIMITED");
}

#[tokio::test]
async fn who_is_calling_is_told_by_the_guards_of_that_action_alone() {
    let world = World::new();
    let token = world.token("ada", &["admin"]);
    let guarded = router(&world);
    // Behind another action, and in a router of its own.
    assert_eq!(call("GET", "/other").token(&token).send(&guarded).await.status, 500);
    let bare = Router::new().route("/report", get(mistaken));
    assert_eq!(call("GET", "/report").token(&token).send(&bare).await.status, 500);
    // A public action knows its caller if there is one.
    assert_eq!(call("GET", "/open").token(&token).send(&guarded).await.body, "ada");
    let answer = call("GET", "/open").send(&guarded).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (500, ""));
    is_dressed(&answer);
}

#[tokio::test(start_paused = true)]
async fn a_handler_has_the_deadline_of_its_action() {
    let world = World::new();
    let router = router(&world);
    call("GET", "/slow").token(&world.token("ada", &[])).send(&router).await.is_problem(503, "TIMEOUT");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_the_clients_fault() {
    let world = World::new();
    let token = world.token("wilma", &["writer"]);
    let router = router(&world);
    // Its deadline is over before the pace is too slow.
    let never = Body::from_stream(futures_util::stream::pending::<std::io::Result<bytes::Bytes>>());
    let answer = call("POST", "/hurried").token(&token).body("text/plain", never).send(&router).await;
    answer.is_problem(408, "TIMEOUT");
    // And the other way round: what the handler makes of it is not what the client is told.
    let start = tokio::time::Instant::now();
    let never = Body::from_stream(futures_util::stream::pending::<std::io::Result<bytes::Bytes>>());
    let answer = call("POST", "/upload/7").token(&token).body("text/plain", never).send(&router).await;
    answer.is_problem(408, "TIMEOUT");
    assert_eq!(start.elapsed().as_secs(), 5);
    let events = world.events().await;
    assert_eq!(events.len(), 2);
    for event in events {
        assert_eq!((&event["outcome"], &event["status"]), (&json!("timed_out"), &json!(408)), "{event}");
        assert_eq!(event["type"], json!("request_timeout"), "{event}");
    }
}

#[tokio::test]
async fn an_action_whose_input_a_handler_would_not_get_does_not_start() {
    let world = World::new();
    let security = world.security().build().expect("a sound configuration");
    let actions = Actions::new(security, world).guard::<with_input, _, _>(|| async {});
    let fault = actions.into_router().expect_err("a fault").to_string();
    assert!(fault.contains("`with_input` stands before a handler, but takes the body"), "{fault}");
}

#[action(app = App, post = "/sign-in", public)]
async fn sign_in() -> Result<NoContent> {
    panic!("never called")
}

#[tokio::test]
async fn a_handler_that_anybody_may_call_has_a_limit_by_address_of_its_own() {
    let world = World::new();
    let security = world.security().build().expect("a sound configuration");
    let actions = Actions::new(security, world).guard::<sign_in, _, _>(|password: String| async move { drop(password) });
    let fault = actions.into_router().expect_err("a fault").to_string();
    assert!(fault.contains("`sign_in` lets anybody call a handler") && fault.contains("rate_limit"), "{fault}");
}

#[action(app = App, get = "/events/{end}", auth)]
async fn events(Path(_): Path<String>) -> Result<NoContent> {
    panic!("never called")
}

async fn old_events(AnyPath(end): AnyPath<String>) -> Body {
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>("piece")]);
    match end.as_str() {
        "whole" => Body::from("piece"),
        _ => Body::from_stream(pieces.chain(futures_util::stream::pending())),
    }
}

#[tokio::test]
async fn only_an_answer_that_is_streamed_takes_a_place_of_a_stream() {
    let world = World::new();
    let security = world.security().open_streams(1);
    let router = world.finished(security, |actions| {
        actions.guard::<events, _, _>(old_events).guard::<report, _, _>(old_report).guard::<crash, _, _>(old_failure)
    });
    let token = world.token("ada", &["admin"]);
    let send = |path: &'static str| call("GET", path).token(&token);
    let request = |path: &'static str| router.clone().oneshot(send(path).request());
    let open = request("/events/open").await.expect("an answer");
    assert_eq!(open.status(), 200);
    // Nothing else is held up by it.
    assert_eq!(send("/report").send(&router).await.body, "for ada");
    assert_eq!(send("/crash").send(&router).await.body, "in its own words");
    assert_eq!(send("/events/whole").send(&router).await.body, "piece");
    world.new_events().await;
    send("/events/open").send(&router).await.is_problem(503, "UNAVAILABLE");
    assert_eq!(world.new_events().await[0]["outcome"], "failed");
    assert_eq!(call("HEAD", "/events/open").token(&token).send(&router).await.status, 200);
    world.new_events().await;
    drop(open);
    let end = world.new_events().await;
    assert_eq!((&end[0]["stream"], &end[0]["request_id"].is_string()), (&json!("cut_off"), &true), "{end:#?}");
    // While the place is free, handlers that do not stream leave it so.
    for _ in 0..3 {
        send("/report").send(&router).await;
    }
    assert_eq!(request("/events/open").await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn the_document_has_the_operation_of_the_action() {
    let world = World::new();
    let document = Document::fetch(&router(&world)).await.0;
    let operation = &document["paths"]["/report"]["get"];
    assert_eq!(operation["x-permissions"], json!(["report:read"]));
    assert!(operation["responses"]["204"].is_null(), "{operation}");
}
