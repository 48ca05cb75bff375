//! How much memory an audit event holds while it waits to be written (trap 35).

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::alloc::System;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use garde::Validate;
use http::{HeaderValue, Request, StatusCode};
use schemars::JsonSchema;
use secure_action::audit::{Event, RecordedInput, Sink};
use secure_action::{Actions, Application, Input, NoContent, Path, RateLimit, Result, Security, action, actions, policy};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::ServiceExt;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

policy! {
    resource note;
    role user { note: write; }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(skip)]
    text: String,
    #[garde(skip)]
    tags: Vec<String>,
}

#[action(post = "/notes/{id}", public, rate_limit = "1000000/1m", body_limit = "200KB")]
async fn write_note(id: Path<String>, input: Input<Note>) -> Result<NoContent> {
    assert!(!id.0.is_empty() && !input.text.is_empty() && !input.tags.is_empty());
    Ok(NoContent)
}

/// Takes events only when it is told to.
struct Gate(Arc<AtomicBool>, Arc<AtomicBool>);

impl Sink for Gate {
    fn write(&mut self, _: &[Event]) -> io::Result<()> {
        self.1.store(true, Ordering::SeqCst);
        if self.0.load(Ordering::SeqCst) { Ok(()) } else { Err(io::Error::other("closed")) }
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The head is one buffer, as a server reads it; every value is a slice of it.
fn request(body: &str) -> Request<Body> {
    let head = Bytes::from(vec![b'a'; 60_000]);
    let value = |range| HeaderValue::from_maybe_shared(head.slice(range)).expect("a header value");
    let mut request = Request::post(format!("/notes/{}", "n".repeat(5000)))
        .header("user-agent", value(0..200))
        .header("x-request-id", value(0..60))
        .header("x-forwarded-for", "203.0.113.9")
        .header("x-filler", value(0..60_000))
        .header("content-type", "application/json")
        // A part of a larger buffer, too.
        .body(Body::from(Bytes::from(format!("{body}{}", " ".repeat(60_000))).slice(..body.len())))
        .expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
    request
}

/// The bytes that each of `EVENTS` calls with this body leaves behind while the sink is closed.
async fn held(router: &Router, body: &str, status: StatusCode) -> usize {
    const EVENTS: usize = 200;
    // What is made once, such as the limiter's key.
    let _ = router.clone().oneshot(request(body)).await;
    let region = Region::new(COUNTING);
    for _ in 0..EVENTS {
        let answer = router.clone().oneshot(request(body)).await.expect("an answer");
        assert_eq!(answer.status(), status);
    }
    let change = region.change();
    (change.bytes_allocated.saturating_sub(change.bytes_deallocated)) / EVENTS
}

#[tokio::test]
async fn trap_35_a_waiting_event_holds_no_more_than_it_says() {
    let (open, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let proxies = secure_action::request::TrustedProxies::new(["10.0.0.0/24"]).expect("a network");
    let security = Security::<App>::builder()
        .trusted_proxies(proxies)
        .default_rate_limit(RateLimit::new(1_000_000, std::time::Duration::from_secs(60)))
        .audit_queue(1000)
        .audit(Gate(Arc::clone(&open), Arc::clone(&asked)))
        .build()
        .expect("a sound configuration");
    let router = Actions::new(security.clone(), ()).mount(actions![write_note]).into_router().expect("sound actions");

    // The writer has its own room once it has come for the first events.
    let _ = router.clone().oneshot(request("{}")).await;
    while !asked.load(Ordering::SeqCst) {
        tokio::task::yield_now().await;
    }

    let long = "x".repeat(20_000);
    let bodies = [
        ("small", r#"{"text":"x","tags":["y"]}"#.to_owned(), StatusCode::NO_CONTENT),
        ("long text", format!(r#"{{"text":"{long}","tags":["y"]}}"#), StatusCode::NO_CONTENT),
        ("many", format!(r#"{{"text":"x","tags":[{}"y"]}}"#, "\"x\",".repeat(5000)), StatusCode::NO_CONTENT),
        ("refused", format!(r#"{{"text":"x","{long}":1}}"#), StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (name, body, status) in bodies {
        let held = held(&router, &body, status).await;
        println!("{name}: {held} bytes");
        // The largest input, the longest reason, user agent and ids, and the event itself twice: a growing vector holds it.
        let bound = if status == StatusCode::NO_CONTENT { RecordedInput::LARGEST.min(body.len()) } else { 0 };
        assert!(held <= bound + 3 * 1024 + 2 * size_of::<Event>(), "{name}: {held} bytes for each event");
    }
    open.store(true, Ordering::SeqCst);
    security.flush_audit().await;
}
