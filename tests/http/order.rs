//! The order of the stages: a caller who may not run an action learns nothing about its input.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use garde::Validate;
use http_body::Frame;
use schemars::JsonSchema;
use secure_action::{Caller, Input, Json, Path, Query, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(length(chars, min = 1, max = 10))]
    text: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Paging {
    #[garde(range(max = 9))]
    page: u32,
}

#[action(app = App, put = "/notes/{id}", permission = "note:write", rate_limit("2/1m", by = "input.text"), rate_limit("50/1m", by = "ip"))]
async fn put_note(
    caller: Caller,
    Path(id): Path<u32>,
    Query(paging): Query<Paging>,
    input: Input<Note>,
) -> Result<Json<String>> {
    Ok(Json(format!("{} wrote {} to {id} on page {}", caller.id(), input.text, paging.page)))
}

/// A body that counts the bytes that are read from it.
struct Counted {
    chunks: Vec<&'static str>,
    read: Arc<AtomicUsize>,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.chunks.pop().map(|chunk| {
            self.read.fetch_add(chunk.len(), Ordering::SeqCst);
            Ok(Frame::data(Bytes::from_static(chunk.as_bytes())))
        }))
    }
}

pub(crate) fn counted(text: &'static str) -> (Body, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    (Body::new(Counted { chunks: vec![text], read: Arc::clone(&read) }), read)
}

const GOOD: &str = r#"{"text":"hello"}"#;
const BAD: &str = r#"{"text":12,"secret_field":"#;

#[tokio::test]
async fn trap_21_a_stranger_learns_nothing_about_the_input() {
    let world = World::new();
    let router = world.router(actions![put_note]);
    let reader = world.token("rita", &["reader"]);
    for (token, status) in [(None, 401), (Some("nonsense"), 401), (Some(reader.as_str()), 403)] {
        let mut answers = Vec::new();
        for (path, media_type, text) in [
            ("/notes/7?page=1", "application/json", GOOD),
            ("/notes/7?page=1", "application/json", BAD),
            ("/notes/x?page=99&what=1", "application/json", GOOD),
            ("/notes/7?page=1", "image/png", GOOD),
        ] {
            let (body, read) = counted(text);
            let call = call("PUT", path).body(media_type, body);
            let answer = match token {
                Some(token) => call.token(token),
                None => call,
            }
            .send(&router)
            .await;
            assert_eq!(answer.status, status, "{answer:?}");
            assert_eq!(read.load(Ordering::SeqCst), 0, "the body was read");
            let mut problem = answer.json();
            problem["request_id"].take();
            answers.push(problem);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    }
    // The counter does count: who may write is told what is wrong, after the body was read.
    let (body, read) = counted(GOOD);
    let answer = call("PUT", "/notes/7?page=1")
        .token(&world.token("wim", &["writer"]))
        .body("application/json", body)
        .send(&router)
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(read.load(Ordering::SeqCst), GOOD.len());
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_refused_unread() {
    let world = World::new();
    let router = world.router(actions![put_note]);
    let (body, read) = counted(GOOD);
    let token = world.token("wim", &["writer"]);
    let answer = call("PUT", "/notes/7?page=1")
        .token(&token)
        .header("content-length", "65537")
        .body("application/json", body)
        .send(&router)
        .await;
    answer.is_problem(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(read.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn all_arguments_report_their_faults_together() {
    let world = World::new();
    let router = world.router(actions![put_note]);
    let answer = call("PUT", "/notes/x?page=10")
        .token(&world.token("wim", &["writer"]))
        .json(&json!({ "text": "far too long a text" }))
        .send(&router)
        .await;
    let problem = answer.is_problem(422, "VALIDATION_ERROR");
    let fields: Vec<_> = problem["errors"].as_object().expect("field errors").keys().cloned().collect();
    assert_eq!(fields.len(), 3, "{problem:#}");
    for field in ["id", "page", "text"] {
        assert!(fields.iter().any(|path| path == field), "{field}: {problem:#}");
    }
}

#[tokio::test]
async fn limits_by_input_come_after_validation() {
    let world = World::new();
    let router = world.router(actions![put_note]);
    let token = world.token("wim", &["writer"]);
    let put = |text: &str| call("PUT", "/notes/7?page=1").token(&token).json(&json!({ "text": text })).send(&router);
    // Invalid input is not counted, and two spellings are one bucket.
    for _ in 0..5 {
        put("").await.is_problem(422, "VALIDATION_ERROR");
    }
    assert_eq!(put("Hello").await.status, 200);
    assert_eq!(put(" hello ").await.status, 200);
    put("HELLO").await.is_problem(429, "RATE_LIMITED");
    assert_eq!(put("other").await.status, 200);
}
