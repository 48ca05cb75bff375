//! Bodies of requests that come slowly.

use axum::routing::post;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::sleep;

use super::*;
use crate::input::{ReceivedBody, Unreceived};
use crate::spec::BodyPlan;

fn app() -> Router {
    let take =
        async |headers: HeaderMap, body: axum::body::Body| match ReceivedBody::read(BodyPlan::Raw, &headers, body, 64 * 1024)
            .await
        {
            Ok(ReceivedBody::Raw(body)) => (StatusCode::OK, body.into_bytes()),
            Ok(_) => (StatusCode::IM_A_TEAPOT, Bytes::new()),
            Err(Unreceived::TooSlow) => (StatusCode::REQUEST_TIMEOUT, Bytes::new()),
            Err(Unreceived::Refused(refusal)) => (refusal.status(), Bytes::new()),
            Err(Unreceived::BrokenOff) => (StatusCode::IM_A_TEAPOT, Bytes::new()),
        };
    Router::new().route("/", post(take))
}

/// The answer to a body of 100 KiB at most, of which `bytes` come each second.
async fn answer(length: &str, bytes: usize, seconds: usize) -> (String, u64) {
    answer_of(app(), length, bytes, seconds).await
}

async fn answer_of(app: Router, length: &str, bytes: usize, seconds: usize) -> (String, u64) {
    let (mut client, server) = House::new(app).connect();
    let begin = Instant::now();
    send(&mut client, &format!("POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{length}\r\n\r\n")).await;
    for _ in 0..seconds {
        sleep(SECOND).await;
        if client.write_all(&vec![b'a'; bytes]).await.is_err() {
            break;
        }
    }
    let answer = rest(&mut client).await;
    server.await.unwrap();
    (answer, begin.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_408() {
    let (answer, seconds) = answer("content-length: 1000", 0, 0).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(seconds, 5);
}

#[tokio::test(start_paused = true)]
async fn a_plain_route_holds_bodies_to_the_same_pace() {
    let app = Router::new().route("/", post(async |body: Bytes| body));
    for (bytes, status, seconds) in [(1, "400", 6), (1024, "200", 60)] {
        let (answer, after) = answer_of(app.clone(), "content-length: 61440", bytes, 60).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        assert!(after <= seconds, "{after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_a_byte_a_second_is_408() {
    let (answer, seconds) = answer("content-length: 1000", 1, 1000).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(seconds <= 6, "{seconds}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_a_kibibyte_a_second_is_taken() {
    let (answer, seconds) = answer("content-length: 61440", 1024, 60).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(seconds, 60);
}

#[tokio::test(start_paused = true)]
async fn a_chunk_may_announce_any_size_and_what_counts_is_what_arrives() {
    let length = "transfer-encoding: chunked\r\n\r\n8000000000000000";
    // Nothing of it arrives.
    let (slow, seconds) = answer(length, 0, 0).await;
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
    assert_eq!(seconds, 5);
    // More arrives than is taken.
    let (large, seconds) = answer(length, 20 * 1024, 100).await;
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    assert!(seconds < 10, "{seconds}");
}
