//! Clients that hang up, or end their half of the connection, before they have an answer.

use std::sync::Arc;

use axum::Extension;
use secure_action::{Extract, NoContent, RawBody};
use tokio::sync::Notify;

use super::*;

#[action(app = App, post = "/upload", public, rate_limit = "100000/1m")]
async fn upload(_: RawBody) -> Result<NoContent> {
    Ok(NoContent)
}

/// The one event of a client that sends this and is gone.
async fn departed(sent: &str) -> serde_json::Value {
    let world = World::new();
    let running = Running::serve(world.router(actions![upload]), Server::new()).await;
    let mut stream = running.connect_from(1).await;
    stream.write_all(sent.as_bytes()).await.expect("a request");
    drop(stream);
    // Nobody has an answer to wait for.
    while world.events().await.is_empty() {
        tokio::task::yield_now().await;
    }
    running.stop().await;
    world.event().await
}

#[tokio::test]
async fn a_client_that_hangs_up_within_its_body_is_no_refusal() {
    let head = "POST /upload HTTP/1.1\r\nhost: x\r\n";
    for body in [
        "content-length: 1000\r\n\r\n{",
        "content-length: 1000\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n5",
        "transfer-encoding: chunked\r\n\r\n5\r\nab",
        "transfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
    ] {
        let event = departed(&format!("{head}{body}")).await;
        assert_eq!(
            (&event["outcome"], &event["type"]),
            (&"cancelled".into(), &"client_disconnect".into()),
            "{body:?}: {event:#}"
        );
    }
    // What is wrong in itself stays a mistake.
    let event = departed(&format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n")).await;
    assert_eq!((&event["outcome"], &event["type"]), (&"refused".into(), &"input_validation_fail".into()), "{event:#}");
}

/// Runs until its client is gone, and says when it has begun.
#[action(app = App, get = "/wait", public)]
async fn wait(begun: Extract<Extension<Arc<Notify>>>) -> Result<NoContent> {
    begun.0.0.notify_one();
    std::future::pending().await
}

#[tokio::test]
async fn a_client_that_ends_its_half_while_a_call_waits_is_taken_for_gone() {
    let world = World::new();
    let begun = Arc::new(Notify::new());
    let router = world.router(actions![wait]).layer(Extension(Arc::clone(&begun)));
    let running = Running::serve(router, Server::new()).await;
    let mut stream = running.connect_from(1).await;
    stream.write_all(b"GET /wait HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    begun.notified().await;
    stream.shutdown().await.expect("half a connection");
    // Not a word, and nothing that would have to be waited for.
    assert_eq!(rest(&mut stream).await, "");
    running.stop().await;
    let event = world.event().await;
    assert_eq!((&event["outcome"], &event["type"]), (&"cancelled".into(), &"sensitive_read".into()), "{event:#}");
}

#[tokio::test]
async fn a_client_that_ends_its_half_before_its_body_is_whole_is_told() {
    let world = World::new();
    let running = Running::serve(world.router(actions![upload]), Server::new()).await;
    let mut stream = running.connect_from(1).await;
    stream.write_all(b"POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{").await.expect("a part");
    stream.shutdown().await.expect("half a connection");
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("the body ended early"), "{answer}");
    running.stop().await;
    assert_eq!(world.event().await["type"], "client_disconnect");
}
