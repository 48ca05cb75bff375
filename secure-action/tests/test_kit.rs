//! `secure_action::testing`: what a test says holds, what it asks is answered, and what it did wrong it is told.

#![cfg(debug_assertions)]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::time::Duration;

use axum::body::Body;
use garde::Validate;
use http::{Request, StatusCode};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use schemars::JsonSchema;
use secure_action::audit::TracingSink;
use secure_action::authn::Identity;
use secure_action::authn::jwt::Jwt;
use secure_action::testing::{TestApp, Value, json};
use secure_action::{Actions, Application, Caller, Client, Input, Json, NoContent, Result, Security, action, actions, policy};
use serde::Deserialize;
use tower::ServiceExt;

const KEY: &[u8; 32] = b"\x8b\x1f\x92\xd0\x6e\x44\xa7\x03\x5c\xee\x19\x7a\xb6\x28\xf1\x0d\x93\x4f\xc2\x65\x0a\xde\x37\x81\x5b\xf8\x2c\x9e\x70\x16\xbd\x4a";

policy! {
    resource note;
    role reader { note: read; }
    role editor: reader { note: write; }
}

struct Notes;

impl Application for Notes {
    type State = &'static str;
    type Policy = Policy;
}

#[derive(Deserialize, JsonSchema, Validate)]
struct NewNote {
    #[garde(length(chars, min = 1, max = 20))]
    text: String,
}

#[action(app = Notes, post = "/notes", permission = "note:write", rate_limit = "3/1m", audit = "durable")]
async fn write_note(caller: Caller, input: Input<NewNote>) -> Result<Json<Value>> {
    Ok(Json(json!({ "by": caller.id(), "how": caller.authenticator(), "text": input.text })))
}

#[action(app = Notes, get = "/notes", role = "reader")]
async fn read_notes(client: Client) -> Result<Json<Value>> {
    Ok(Json(json!({ "for": client.address(), "agent": client.user_agent() })))
}

#[action(app = Notes, delete = "/notes", auth(max_age = "5m"))]
async fn clear_notes() -> Result<NoContent> {
    Err("the disk is full")?
}

fn notes(security: Security<Notes>) -> Actions<Notes> {
    Actions::new(security, "state").mount(actions![write_note, read_notes, clear_notes])
}

fn app() -> TestApp {
    TestApp::new(Security::builder(), notes)
}

/// What the test that does this is told.
fn told(fails: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(fails)).expect_err("it fails");
    *panic.downcast().expect("a message")
}

#[tokio::test]
async fn callers_are_whom_the_test_names() {
    let app = app();
    let note = json!({ "text": "milk" });
    assert_eq!(app.anonymous().post("/notes").json(&note).await.expect(401).code().as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(app.event().await.text(), "authz_fail:-,write_note");
    for reader in
        [app.as_role("reader"), app.as_role(Role::Reader), app.as_caller(Identity::new("reader").with_roles(Role::Reader))]
    {
        reader.post("/notes").json(&note).await.expect(403);
        assert_eq!(app.event().await.text(), "authz_fail:reader,write_note");
    }
    app.as_caller("uma").get("/notes").await.expect(403);
    let uma = app.as_caller(Identity::new("uma").with_roles([Role::Reader, Role::Editor]));
    let answer = uma.post("/notes").json(&note).await.expect(200);
    assert_eq!(answer.json(), json!({ "by": "uma", "how": "test", "text": "milk" }));
    assert_eq!(app.events().await.len(), 2);
    assert!(app.events().await.is_empty(), "each is seen once");
}

#[tokio::test]
async fn a_request_is_what_the_test_writes() {
    let app = app();
    let editor = app.as_role("editor");
    assert_eq!(editor.post("/notes").form([("text", "a & b")]).await.json()["text"], "a & b");
    let refused = editor.post("/notes").body("application/json", r#"{"text":""}"#).await.expect(422);
    assert_eq!(refused.json()["errors"]["text"][0], "length is lower than 1");
    let answer = editor.clone().with_header("user-agent", "one").get("/notes").await;
    assert_eq!(answer.json(), json!({ "for": "203.0.113.9", "agent": "one" }));
    let answer = editor.from_address([198, 51, 100, 7]).get("/notes").header("user-agent", "two").await;
    assert_eq!(answer.json(), json!({ "for": "198.51.100.7", "agent": "two" }));
    assert_eq!((answer.status(), answer.header("content-type")), (StatusCode::OK, Some("application/json")));
    assert_eq!(app.as_role("editor").call("HEAD", "/notes").await.expect(200).text(), "");
}

#[tokio::test]
async fn the_clock_is_the_test_s() {
    let app = app();
    let editor = app.as_role("editor");
    let write = || editor.post("/notes").json(json!({ "text": "milk" }));
    for _ in 0..3 {
        write().await.expect(200);
    }
    write().await.expect(429);
    app.advance(Duration::from_secs(60));
    write().await.expect(200);
    let recent = |at: u64| app.as_caller(Identity::new("uma").authenticated_at(at)).delete("/notes");
    let now = app.now().unix_seconds();
    assert_eq!(recent(now - 301).await.expect(401).code().as_deref(), Some("STEP_UP_REQUIRED"));
    recent(now - 299).await.expect(500);
}

#[tokio::test]
async fn the_configuration_of_the_service_holds_beside_the_test() {
    let tokens = || Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
    let claims = json!({
        "iss": "https://id.example", "aud": "tests", "sub": "uma", "roles": ["reader"], "iat": 0, "exp": 4_000_000_000_u64,
    });
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(KEY)).expect("a token");
    let app = TestApp::new(Security::builder().authenticate(tokens()), |security| notes(security).into_router());
    app.with_token(token).get("/notes").await.expect(200);
    app.with_token("x.y.z").get("/notes").await.expect(401);
    let answer = app.as_role("editor").post("/notes").json(json!({ "text": "milk" })).await;
    assert_eq!(answer.json()["how"], "jwt", "as if the first that the action accepts had found the caller");
}

#[tokio::test]
async fn a_test_is_told_why_it_fails() {
    let app = app();
    let refused = app.as_role("reader").post("/notes").await;
    let told_why = told(|| drop(refused.expect(200)));
    assert!(told_why.starts_with("not the 200 that was expected: POST /notes answered 403 Forbidden: {"), "{told_why}");
    let uma = app.as_caller(Identity::new("uma").authenticated_at(app.now().unix_seconds()));
    let failed = uma.delete("/notes").await;
    assert_eq!(failed.reason(), Some("the disk is full"));
    assert!(!failed.text().contains("disk"), "clients are not told");
    assert!(told(|| drop(failed.expect(204))).ends_with("(the log: the disk is full)"));
    assert_eq!(app.anonymous().get("/nowhere").await.expect(404).reason(), Some("no action has this route"));

    assert_eq!(told(|| drop(app.as_role("editr"))), "unknown role `editr`; declared roles: reader, editor");
    let nothing = told(|| drop(TestApp::new(Security::<Notes>::builder().hosts(["a b"]), notes)));
    assert!(nothing.starts_with("the configuration under test does not start: "), "{nothing}");
    let twice = told(|| drop(TestApp::new(Security::builder(), |security| notes(security).mount(actions![read_notes]))));
    assert!(twice.starts_with("the actions under test do not start: "), "{twice}");
}

/// The obvious test, without the kit: its failure says what is missing. In a process of its own, where nobody subscribes to the log.
#[tokio::test]
async fn a_test_without_a_peer_is_told_what_is_missing() {
    const CHILD: &str = "TEST_WITHOUT_A_PEER";

    if std::env::var_os(CHILD).is_some() {
        let security =
            Security::<Notes>::builder().audit(TracingSink::new()).authenticate(Jwt::hs256(KEY).issuer("i").audience("a"));
        let notes = Actions::new(security.build().expect("a sound configuration"), "state").mount(actions![read_notes]);
        let router = notes.into_router().expect("sound actions");
        let response = router.oneshot(Request::get("/notes").body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), 200, "as whoever writes it expects");
        return;
    }
    let child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "a_test_without_a_peer_is_told_what_is_missing"])
        .env(CHILD, "1")
        .output()
        .expect("a process");
    let seen = String::from_utf8_lossy(&child.stdout);
    assert!(!child.status.success());
    assert!(
        seen.contains("secure-action: the peer's address is unknown") && seen.contains("secure_action::testing::TestApp"),
        "{seen}"
    );
}
