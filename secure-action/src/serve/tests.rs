//! Clients that read slowly or not at all, on a connection in memory and in a time that is paused.

use std::convert::Infallible;

use axum::routing::get;
use bytes::Bytes;
use futures_util::stream;
use hyper::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::*;

const TIMEOUT: Duration = Duration::from_secs(30);
const SECOND: Duration = Duration::from_secs(1);

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

/// A client, and the server's end of its connection. What is on the way is at most 1000 bytes.
fn connect() -> (DuplexStream, JoinHandle<Result<(), Error>>) {
    let app = Router::new()
        .route("/large", get(async || "a".repeat(LARGE)))
        .route("/ticks", get(async || ticks()))
        .route("/small", get(async || "small"));
    let (client, stream) = duplex(1000);
    let server = Server::new().write_timeout(TIMEOUT).header_read_timeout(Duration::from_secs(10));
    let connection = server.connection(stream, SocketAddr::from(([203, 0, 113, 9], 50_000)), app);
    (client, tokio::spawn(connection))
}

async fn ask(client: &mut DuplexStream, path: &str, connection: &str) {
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: {connection}\r\n\r\n");
    client.write_all(head.as_bytes()).await.expect("a request");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_nothing_is_dropped_after_the_timeout() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    ask(&mut client, "/large", "close").await;
    assert!(server.await.expect("no panic").is_err());
    assert_eq!(begin.elapsed().as_secs(), TIMEOUT.as_secs());
    let mut rest = Vec::new();
    client.read_to_end(&mut rest).await.expect("what was on the way");
    assert!(rest.len() <= 1000, "{}", rest.len());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_stops_reading_is_dropped_after_the_timeout() {
    let (mut client, server) = connect();
    ask(&mut client, "/large", "close").await;
    let mut part = vec![0; LARGE / 2];
    client.read_exact(&mut part).await.expect("half of the answer");
    let begin = Instant::now();
    assert!(server.await.expect("no panic").is_err());
    assert_eq!(begin.elapsed().as_secs(), TIMEOUT.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_gets_everything() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    ask(&mut client, "/large", "close").await;
    let (mut read, mut part) = (0, vec![0; 10_000]);
    loop {
        sleep(TIMEOUT - SECOND).await;
        match client.read_exact(&mut part).await {
            Ok(count) => read += count,
            Err(_) => break,
        }
    }
    assert!(server.await.expect("no panic").is_ok());
    assert!(read + part.len() > LARGE, "{read}");
    assert!(begin.elapsed() > 50 * TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_pauses_is_not_cut() {
    let (mut client, server) = connect();
    let begin = Instant::now();
    ask(&mut client, "/ticks", "close").await;
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.expect("an answer");
    assert_eq!(answer.matches("tick").count(), 10, "{answer}");
    assert!(server.await.expect("no panic").is_ok());
    assert!(begin.elapsed() > 10 * TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_has_the_deadline_of_the_next_head() {
    let (mut client, server) = connect();
    ask(&mut client, "/small", "keep-alive").await;
    let mut answer = vec![0; 15];
    client.read_exact(&mut answer).await.expect("an answer");
    let begin = Instant::now();
    let _ = server.await.expect("no panic");
    assert_eq!(begin.elapsed().as_secs(), 10);
}
