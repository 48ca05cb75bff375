//! When step-up is decided: after everything else about the caller, before anything about the input.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, Json, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use super::now;
use crate::order::counted;
use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(length(chars, min = 1, max = 10))]
    text: String,
}

#[action(app = App, post = "/notes", permission = "note:write", auth(max_age = "5m"), rate_limit = "3/1m")]
async fn write_note(input: Input<Note>) -> Result<Json<usize>> {
    Ok(Json(input.text.len()))
}

#[tokio::test]
async fn not_a_byte_of_the_body_is_read_before() {
    let world = World::new();
    let router = world.router(actions![write_note]);
    let stale = world.token_with(&json!({ "sub": "wim", "roles": ["writer"], "auth_time": 0 }));
    for (media_type, text) in
        [("application/json", r#"{"text":"hello"}"#), ("application/json", "{"), ("image/png", r#"{"text":"hello"}"#)]
    {
        let (body, read) = counted(text);
        let answer = call("POST", "/notes").token(&stale).body(media_type, body).send(&router).await;
        answer.is_problem(401, "STEP_UP_REQUIRED");
        assert_eq!(read.load(std::sync::atomic::Ordering::SeqCst), 0, "the body was read");
    }
    let fresh = world.token_with(&json!({ "sub": "ada", "roles": ["writer"], "auth_time": now() }));
    let (body, read) = counted(r#"{"text":"hello"}"#);
    let answer = call("POST", "/notes").token(&fresh).body("application/json", body).send(&router).await;
    assert_eq!(answer.json(), json!(5));
    assert!(read.load(std::sync::atomic::Ordering::SeqCst) > 0);
}

#[tokio::test]
async fn who_may_not_write_is_not_sent_to_authenticate_for_it() {
    let world = World::new();
    let router = world.router(actions![write_note]);
    let reader = world.token_with(&json!({ "sub": "rita", "roles": ["reader"], "auth_time": 0 }));
    let answer = call("POST", "/notes").token(&reader).json(&json!({ "text": "hello" })).send(&router).await;
    answer.is_problem(403, "FORBIDDEN");
    assert_eq!(answer.header("www-authenticate"), None);
}

#[tokio::test]
async fn the_limits_of_the_caller_count_what_step_up_refuses() {
    let world = World::new();
    let router = world.router(actions![write_note]);
    let stale = world.token_with(&json!({ "sub": "wim", "roles": ["writer"] }));
    let write = || call("POST", "/notes").token(&stale).json(&json!({ "text": "hello" })).send(&router);
    for _ in 0..3 {
        let answer = write().await;
        answer.is_problem(401, "STEP_UP_REQUIRED");
        assert!(answer.header("ratelimit").is_some(), "{answer:?}");
    }
    write().await.is_problem(429, "RATE_LIMITED");
}
