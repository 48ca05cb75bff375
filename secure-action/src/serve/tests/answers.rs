//! Clients that read slowly or not at all, and heads that come slowly.

use std::convert::Infallible;

use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::sleep;

use super::*;

/// More than fits into the connection and all buffers of the server.
const LARGE: usize = 1_000_000;

/// A stream of ten pieces, each a minute after the last.
fn ticks() -> Body {
    let pieces = stream::unfold(0, |count| async move {
        sleep(Duration::from_secs(60)).await;
        (count < 10).then(|| (Ok::<_, Infallible>(Bytes::from_static(b"tick")), count + 1))
    });
    Body::from_stream(pieces)
}

fn connect() -> (DuplexStream, JoinHandle<()>) {
    let app = Router::new()
        .route("/large", get(async || "a".repeat(LARGE)))
        .route("/ticks", get(async || ticks()))
        .route("/small", get(async || "small"));
    House::new(app).connect()
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_nothing_is_dropped_after_the_timeout() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    ask(&mut client, "/large", "close").await;
    server.await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), TIMEOUT.as_secs());
    assert!(rest(&mut client).await.len() <= 1000);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_stops_reading_is_dropped_after_the_timeout() {
    let (mut client, server) = connect();
    ask(&mut client, "/large", "close").await;
    let mut part = vec![0; LARGE / 2];
    client.read_exact(&mut part).await.unwrap();
    let begin = Instant::now();
    server.await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), TIMEOUT.as_secs());
}

/// Takes an answer of 1 MB in bits of `bytes`, a second apart: how much of it came.
async fn read_slowly(bytes: usize, connection: &str) -> usize {
    let (mut client, server) = connect();
    ask(&mut client, "/large", connection).await;
    let (mut read, mut part) = (0, vec![0; bytes]);
    loop {
        sleep(SECOND).await;
        match client.read_exact(&mut part).await {
            Ok(count) => read += count,
            Err(_) => break,
        }
    }
    server.await.unwrap();
    read + part.len()
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_a_kibibyte_a_second_gets_everything() {
    assert!(read_slowly(1024, "close").await >= LARGE);
}

#[tokio::test(start_paused = true)]
async fn the_time_for_the_next_head_begins_when_the_answer_has_been_taken() {
    assert!(read_slowly(1024, "keep-alive").await >= LARGE);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_a_byte_a_second_is_dropped_hardly_later_than_one_that_takes_none() {
    // What was on the way is a thousand of them.
    let begin = Instant::now();
    assert!(read_slowly(1, "close").await < 1100);
    assert!(begin.elapsed() > TIMEOUT);
    // Half as fast as it should be: twice the time.
    assert!(read_slowly(512, "close").await < 512 * 70);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_pauses_is_not_cut() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    ask(&mut client, "/ticks", "close").await;
    let answer = rest(&mut client).await;
    assert_eq!(answer.matches("tick").count(), 10, "{answer}");
    server.await.unwrap();
    assert!(begin.elapsed() > 10 * TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_has_the_deadline_of_the_next_head_and_ends_without_a_word() {
    let (mut client, server) = connect();
    ask(&mut client, "/small", "keep-alive").await;
    let begin = Instant::now();
    let answer = rest(&mut client).await;
    server.await.unwrap();
    assert!(answer.ends_with("\r\n\r\nsmall"), "{answer}");
    assert_eq!(begin.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_head_that_comes_a_byte_at_a_time_is_408() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    for byte in "GET /small HTTP/1.1\r\nhost: x".chars() {
        let _ = client.write_all(&[byte as u8]).await;
        sleep(SECOND).await;
    }
    let answer = rest(&mut client).await;
    server.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert!(begin.elapsed().as_secs() < 30);
    for header in
        ["connection: close", "date: ", "x-request-id: ", "x-content-type-options: nosniff", "strict-transport-security: "]
    {
        assert!(answer.contains(&format!("\r\n{header}")), "{header}: {answer}");
    }
}
