//! What operators see of a server besides its calls: what it refuses by itself, and answers that were cut off.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use metrics::set_default_local_recorder;
use secure_action::{Json, Raw, RawBody, Result, Server, action, actions};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::capture;
use super::recorder::Readings;
use crate::server::{HELLO, NEVER, Running, rest};
use crate::world::{App, World};

/// Endless, in pieces.
#[action(app = App, get = "/endless", public)]
async fn endless() -> Result<Raw<Body>> {
    let pieces = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[b'a'; 64 * 1024])));
    Ok(Raw(Body::from_stream(pieces)))
}

/// More than the operating system holds for a client that does not read.
#[action(app = App, get = "/whole", public)]
async fn whole() -> Result<Raw<Bytes>> {
    Ok(Raw(vec![b'a'; 64 * 1024 * 1024].into()))
}

/// Fails after its first piece.
#[action(app = App, get = "/broken", public)]
async fn broken() -> Result<Raw<Body>> {
    let end = stream::once(async {
        // The first piece is on its way.
        tokio::task::yield_now().await;
        Err(io::Error::other("the disk is on fire"))
    });
    Ok(Raw(Body::from_stream(stream::iter([Ok(Bytes::from_static(b"a"))]).chain(end))))
}

#[action(app = App, post = "/upload", public)]
async fn upload(body: RawBody) -> Result<Json<usize>> {
    Ok(Json(body.len()))
}

/// How often this metric was counted, by the label that the server's own have.
fn counted(readings: &Readings, name: &str) -> Vec<(String, u64)> {
    let all = readings.counted().into_iter();
    all.filter(|((metric, _), _)| metric == name).map(|((_, labels), count)| (labels["reason"].clone(), count)).collect()
}

/// The fields of the lines with this message.
fn lines(message: &str) -> Vec<serde_json::Map<String, Value>> {
    let events = capture::said().events.into_iter().map(|(_, fields)| fields);
    events.filter(|fields| fields["message"] == message).collect()
}

#[tokio::test]
async fn what_the_server_refuses_is_counted_and_logged_by_reason() {
    let world = World::new();
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    capture::listen();
    // Long enough for a client that means well.
    let timeout = Duration::from_millis(500);
    let server = Server::new().connections(2).connections_per_client(1).header_read_timeout(timeout);
    let running = Running::start(&world, server).await;
    let large = format!("GET /hello HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n\r\n", "a".repeat(70_000));
    for head in ["GET\r\n\r\n", "GET /hello HTTP/1.1\r\n\r\n", &large, "GET /hello HTTP/1.1\r\nhost: x\r\n"] {
        running.ask(head).await;
    }
    // The first one is still there: one more of the same client, and then one of another when all are at work.
    let mut busy = Vec::new();
    for last in [1, 2] {
        let mut stream = running.connect_from(last).await;
        stream.write_all(NEVER.as_bytes()).await.expect("a request");
        busy.push(stream);
    }
    assert!(rest(&mut running.connect_from(1).await).await.contains(" 429 "));
    while !rest(&mut running.connect_from(3).await).await.contains(" 503 ") {}
    drop(busy);
    running.stop().await;
    let counts = counted(&readings, "secure_action_connections_refused_total");
    let once = |reason: &str| (reason.to_owned(), 1);
    assert_eq!(
        counts,
        [once("client_connections"), once("connections"), once("large_head"), ("malformed".to_owned(), 2), once("slow_head")]
    );
    // One line for each reason: what comes within ten seconds of another is counted in the next.
    let lines = lines("refused before any action");
    let said: Vec<_> = lines.iter().map(|line| (line["reason"].as_str().expect("a reason"), &line["count"])).collect();
    let one = json!(1);
    let reasons = ["malformed", "large_head", "slow_head", "client_connections", "connections"];
    assert_eq!(said, reasons.map(|reason| (reason, &one)));
}

#[tokio::test]
async fn a_client_that_hangs_up_within_its_body_is_counted_as_cancelled_and_no_error_is_logged() {
    let world = World::new();
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    capture::listen();
    let running = Running::serve(world.router(actions![upload]), Server::new()).await;
    let mut stream = running.connect_from(1).await;
    stream.write_all(b"POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{").await.expect("a part");
    drop(stream);
    while world.events().await.is_empty() {
        tokio::task::yield_now().await;
    }
    running.stop().await;
    let event = world.event().await;
    assert_eq!((&event["outcome"], &event["type"]), (&json!("cancelled"), &json!("client_disconnect")), "{event:#}");
    let counted = readings.counted();
    let [((metric, labels), 1)] = &counted.iter().collect::<Vec<_>>()[..] else { panic!("{counted:?}") };
    assert_eq!((metric.as_str(), labels["outcome"].as_str()), ("secure_action_requests_total", "cancelled"));
    let said = capture::said();
    assert_eq!(said.spans.len(), 1);
    assert!(said.events.iter().all(|(_, fields)| fields["message"] != "the action failed"), "{said:#?}");
}

/// Begins to take an answer, and no more than its head: the connection, and the id of the request.
async fn begun(running: &Running, path: &str) -> (TcpStream, String) {
    let mut stream = running.connect_from(1).await;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.expect("a request");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a head"));
    }
    let head = String::from_utf8(head).expect("text");
    let id = head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).expect("an id");
    (stream, id.to_owned())
}

/// The answer of `path` is cut off by this: the words of its events, the counts, and the lines with its id.
async fn cut_off(path: &str, by: &str) -> (Vec<Value>, Vec<(String, u64)>, Vec<Value>) {
    let world = World::new();
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    capture::listen();
    let router = world.router(actions![endless, whole, broken]);
    let patience = Duration::from_millis(if by == "slow_reader" { 100 } else { 100_000 });
    let running = Running::serve(router, Server::new().write_timeout(patience).stop_within(Duration::from_millis(500))).await;
    let (mut stream, id) = begun(&running, path).await;
    match by {
        "client_gone" => drop(stream),
        "half_closed" => {
            stream.shutdown().await.expect("half a connection");
            rest(&mut stream).await;
        }
        "failed" => {
            rest(&mut stream).await;
        }
        "slow_reader" => {
            while counted(&readings, "secure_action_answers_cut_off_total").is_empty() {
                tokio::task::yield_now().await;
            }
        }
        _ => {}
    }
    running.stop().await;
    let events = world.events().await;
    assert!(events.iter().all(|event| event["request_id"] == id.as_str()), "{events:#?}");
    let ends = events.iter().map(|event| json!([event["stream"], event["outcome"]])).collect();
    let lines = lines("an answer was cut off");
    let lines = lines.iter().filter(|line| line["request_id"] == id.as_str()).map(|line| line["reason"].clone()).collect();
    (ends, counted(&readings, "secure_action_answers_cut_off_total"), lines)
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_counted_and_logged_with_the_id_of_its_request() {
    for (by, reason) in [
        ("slow_reader", "slow_reader"),
        ("client_gone", "client_gone"),
        ("half_closed", "client_gone"),
        ("stopping", "stopping"),
    ] {
        // Made whole, it was recorded before it was sent.
        let whole = json!([[null, "allowed"]]);
        let streamed = json!([["head", "allowed"], ["cut_off", "cancelled"]]);
        for (path, ends) in [("/whole", whole), ("/endless", streamed)] {
            let (events, counts, lines) = cut_off(path, by).await;
            assert_eq!(json!(events), ends, "{path} {by}");
            assert_eq!(counts, [(reason.to_owned(), 1)], "{path} {by}");
            assert_eq!(lines, [json!(reason)], "{path} {by}");
        }
    }
    let (events, counts, lines) = cut_off("/broken", "failed").await;
    assert_eq!(json!(events), json!([["head", "allowed"], ["failed", "failed"]]));
    assert_eq!((counts, lines), (vec![("failed".to_owned(), 1)], vec![json!("failed")]));
}

#[tokio::test]
async fn an_answer_that_was_taken_is_not_counted_whatever_the_client_does_then() {
    let world = World::new();
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    let running = Running::start(&world, Server::new().header_read_timeout(Duration::from_millis(50))).await;
    running.ask(HELLO).await;
    running.ask(&HELLO.replace("close", "keep-alive")).await;
    running.ask(&format!("{}GET\r\n\r\n", HELLO.replace("close", "keep-alive"))).await;
    drop(begun(&running, "/hello").await);
    running.stop().await;
    assert_eq!(counted(&readings, "secure_action_answers_cut_off_total"), []);
}
