//! Streamed answers: guarded and recorded from the head to whatever end.

use std::io::{self, Seek, Write};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::StatusCode;
use http_body_util::BodyExt;
use secure_action::{Download, NoContent, Path, Raw, Result, action, actions};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::world::{App, World, call};

/// A body of two pieces, which then ends as it is told to.
fn body(end: &str) -> Body {
    let pieces = stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"12345")), Ok(Bytes::from_static(b"678"))]);
    match end {
        "complete" => Body::from_stream(pieces),
        "fail" => Body::from_stream(pieces.chain(stream::iter([Err(io::Error::other("a secret of the source"))]))),
        "panic" => Body::from_stream(pieces.chain(stream::poll_fn(|_| panic!("a secret of the body")))),
        _ => Body::from_stream(pieces.chain(stream::pending())),
    }
}

#[action(app = App, get = "/stream/{end}", public, timeout = "5s")]
async fn streamed(Path(end): Path<String>) -> Result<Raw<Body>> {
    Ok(Raw(body(&end)))
}

#[action(app = App, get = "/durable/{end}", public, audit = "durable")]
async fn durable(Path(end): Path<String>) -> Result<Raw<Body>> {
    Ok(Raw(body(&end)))
}

#[action(app = App, get = "/quiet/{end}", public, audit = false)]
async fn quiet(Path(end): Path<String>) -> Result<Raw<Body>> {
    Ok(Raw(body(&end)))
}

#[action(app = App, get = "/plain", public)]
async fn plain() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/guarded", auth)]
async fn guarded() -> Result<Raw<Body>> {
    Ok(Raw(body("pending")))
}

#[action(app = App, get = "/file/{skip}", public)]
async fn file(Path(skip): Path<u64>) -> Result<Download> {
    let mut file = tempfile::tempfile()?;
    file.write_all(&vec![b'x'; 200_000])?;
    file.seek(io::SeekFrom::Start(skip))?;
    Ok(Download::file("x.bin", file).await?)
}

#[action(app = App, get = "/folder", public)]
async fn folder() -> Result<Download> {
    Ok(Download::file("x.bin", std::fs::File::open(".")?).await?)
}

fn router(world: &World) -> Router {
    world.router_with(world.security().open_streams(2), actions![streamed, durable, quiet, plain, guarded, file, folder])
}

async fn begin(path: &str, router: &Router) -> (StatusCode, Body) {
    let response = router.clone().oneshot(call("GET", path).request()).await.expect("a router does not fail");
    (response.status(), response.into_body())
}

/// The events of an answer, head and end, once both are there.
fn ends(events: &[Value]) -> Vec<(&str, &str, Option<u64>)> {
    let word = |event: &'_ Value, key: &str| event[key].as_str().map(ToOwned::to_owned);
    events
        .iter()
        .map(|event| {
            let leak = |text: Option<String>| -> &str { Box::leak(text.unwrap_or_default().into_boxed_str()) };
            (leak(word(event, "stream")), leak(word(event, "outcome")), event["stream_bytes"].as_u64())
        })
        .collect()
}

#[tokio::test]
async fn a_stream_is_recorded_with_its_head_and_with_its_end() {
    let world = World::new();
    let router = router(&world);
    for path in ["/stream", "/durable"] {
        for (end, word, outcome) in [
            ("complete", "complete", "allowed"),
            ("fail", "failed", "failed"),
            ("panic", "panicked", "panicked"),
            // The deadline of the action is long over then.
            ("idle", "idle", "timed_out"),
        ] {
            let (status, body) = begin(&format!("{path}/{end}"), &router).await;
            assert_eq!(status, 200);
            let head = world.new_events().await;
            assert_eq!(ends(&head), [("head", "allowed", None)], "{end}");
            // Not before: a clock that stands still runs ahead while a durable event is stored by another thread.
            tokio::time::pause();
            let sent = body.collect().await;
            tokio::time::resume();
            assert_eq!(sent.is_ok(), end == "complete", "{end}");
            if let Err(error) = sent {
                assert!(!error.to_string().contains("secret"), "{error}");
            }
            let events = world.new_events().await;
            assert_eq!(ends(&events), [(word, outcome, Some(8))], "{end}");
            assert_eq!((&events[0]["request_id"], &events[0]["route"]), (&head[0]["request_id"], &head[0]["route"]));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_goes_away_is_recorded_with_what_it_got() {
    let world = World::new();
    let router = router(&world);
    let (_, mut body) = begin("/stream/pending", &router).await;
    assert_eq!(body.frame().await.expect("a piece").expect("no error").into_data().expect("data"), "12345");
    world.clock.advance(Duration::from_secs(7));
    drop(body);
    let events = world.new_events().await;
    assert_eq!(ends(&events), [("head", "allowed", None), ("cut_off", "cancelled", Some(5))]);
    assert_eq!(events[1]["duration_us"], 7_000_000);
}

#[tokio::test]
async fn open_streams_have_places_of_their_own_and_a_full_cap_refuses_before_the_function() {
    let world = World::new();
    let security = world.security().audit_queue(1).open_streams(2);
    let router = world.router_with(security, actions![streamed, plain, guarded]);
    let (_, first) = begin("/stream/pending", &router).await;
    world.new_events().await;
    let (_, second) = begin("/stream/pending", &router).await;
    world.new_events().await;
    call("GET", "/stream/pending").send(&router).await.is_problem(503, "UNAVAILABLE");
    assert_eq!(world.new_events().await[0]["outcome"], "refused");
    // Calls are not held up, though the queue has room for one.
    for _ in 0..3 {
        assert_eq!(call("GET", "/plain").send(&router).await.status, 204);
        world.new_events().await;
    }
    drop(first);
    assert_eq!(ends(&world.new_events().await), [("cut_off", "cancelled", Some(0))]);
    let (status, third) = begin("/stream/pending", &router).await;
    assert_eq!(status, 200);
    drop((second, third));
    world.new_events().await;
    // Who is refused never takes a place.
    for _ in 0..5 {
        call("GET", "/guarded").send(&router).await.is_problem(401, "UNAUTHENTICATED");
        world.new_events().await;
    }
    let (one, two) = (begin("/stream/pending", &router).await, begin("/stream/pending", &router).await);
    assert_eq!((one.0, two.0), (StatusCode::OK, StatusCode::OK));
}

#[tokio::test]
async fn a_quiet_action_leaves_an_event_only_where_its_stream_did_not_end_well() {
    let world = World::new();
    let router = router(&world);
    begin("/quiet/complete", &router).await.1.collect().await.expect("a body");
    assert_eq!(world.new_events().await, Vec::<Value>::new());
    assert!(begin("/quiet/fail", &router).await.1.collect().await.is_err());
    assert_eq!(ends(&world.new_events().await), [("failed", "failed", Some(8))]);
}

#[tokio::test]
async fn a_head_is_asked_for_without_a_stream() {
    let world = World::new();
    let router = router(&world);
    let head = call("HEAD", "/stream/pending").send(&router).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, None));
    let head = call("HEAD", "/file/0").send(&router).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, Some("200000")));
    assert_eq!(ends(&world.new_events().await), [("", "allowed", None), ("", "allowed", None)]);
}

#[tokio::test]
async fn a_file_is_sent_from_where_it_stands() {
    let world = World::new();
    let router = router(&world);
    for (skip, length) in [(0, 200_000), (150_000, 50_000), (200_000, 0), (300_000, 0)] {
        let answer = call("GET", format!("/file/{skip}")).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, length));
        assert_eq!(answer.header("content-length"), Some(length.to_string().as_str()));
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        let events = world.new_events().await;
        assert_eq!(ends(&events), [("head", "allowed", None), ("complete", "allowed", Some(length as u64))]);
        assert_eq!(events[0]["status"], json!(200));
    }
    call("GET", "/folder").send(&router).await.is_problem(500, "INTERNAL_ERROR");
}

#[tokio::test]
async fn a_stream_whose_head_is_not_stored_is_not_begun() {
    let world = World::new();
    let router = router(&world);
    world.trail.fail(true);
    tokio::time::pause();
    let answer = call("GET", "/durable/complete").send(&router).await;
    answer.is_problem(503, "UNAVAILABLE");
    world.trail.fail(false);
    tokio::time::resume();
    assert_eq!(ends(&world.new_events().await), [("head", "allowed", None), ("cut_off", "cancelled", Some(0))]);
}
