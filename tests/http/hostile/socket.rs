//! Bytes on a socket that no HTTP library would send: heads that are not HTTP, bodies that end early or never should.
//!
//! What is not HTTP at all is answered by the server itself, with a status and nothing else, and reaches no action.

use std::net::SocketAddr;

use secure_action::Server;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::target::{ECHO, ORDER, Target};

struct Served {
    target: Target,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Served {
    async fn start() -> Self {
        let target = Target::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let router = target.router.clone();
        let server = tokio::spawn(async move {
            let stopped = async move {
                let _ = stopped.await;
            };
            Server::new().serve(listener, router, stopped).await
        });
        Self { target, address, stop, server }
    }

    /// Sends bytes and nothing more, and reads until the server hangs up. It may do so before it has read everything.
    async fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).expect("text");
        assert!(!answer.starts_with("HTTP/1.1 5") && !answer.contains(ECHO), "{answer}");
        answer
    }

    /// The server still answers; then it stops, and these are all its events.
    async fn stop(self) -> Vec<Value> {
        let answer = self.send(b"GET /search?q=last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        self.stop.send(()).expect("the server runs");
        self.server.await.expect("no panic").expect("a clean stop");
        let mut events = self.target.world.new_events().await;
        let last = events.pop().expect("the last event");
        assert_eq!((&last["action"], &last["status"]), (&"search".into(), &200.into()));
        events
    }
}

/// How many answers there are, and whether the only one has this status.
fn is_only(answer: &str, status: u16) -> bool {
    answer.matches("HTTP/1.1 ").count() == 1 && answer.starts_with(&format!("HTTP/1.1 {status}"))
}

/// An answer of the application: a problem with a code and a request id.
fn is_problem(answer: &str, status: u16) -> bool {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    is_only(answer, status)
        && head.contains("content-type: application/problem+json")
        && body["code"].is_string()
        && body["request_id"].as_str().is_some_and(|id| head.contains(&format!("x-request-id: {id}")))
}

#[tokio::test]
async fn what_is_not_http_is_refused_and_reaches_no_action() {
    let served = Served::start().await;
    let heads: [&[u8]; 26] = [
        b"GET\r\n\r\n",
        b"GET /search?q=a\r\n\r\n",
        b" GET /search?q=a HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /search?q=a HTTP/9.9\r\nhost: x\r\n\r\n",
        b"GET /search?q=a HTTP/1.1x\r\nhost: x\r\n\r\n",
        b"GET /search?q=a b HTTP/1.1\r\nhost: x\r\n\r\n",
        b"G\0T /search?q=a HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /sea\0rch?q=a HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /search?q=\0 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /search?q=\xff HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /search?q=\x01 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nho\0st: x\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost: \0\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost: x\r\nx-a: b\0c\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost: x\r\nx-a: b\rc\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost: x\r\nx-a: b\x7fc\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost : x\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost: x\r\n folded: y\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nhost\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\n: x\r\n\r\n",
        b"GET /search?q=a HTTP/1.1\r\nh\xc3\xb6st: x\r\n\r\n",
        b"GET http:// HTTP/1.1\r\nhost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"\xff\xfe\xfd\r\n\r\n",
    ];
    for head in heads {
        let answer = served.send(head).await;
        assert!(answer.is_empty() || is_only(&answer, 400), "{}: {answer}", String::from_utf8_lossy(head));
    }
    assert!(served.stop().await.is_empty());
}

#[tokio::test]
async fn a_head_cut_off_at_any_byte_reaches_no_action() {
    let served = Served::start().await;
    let head = "GET /search?q=a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    for end in 0..head.len() {
        let answer = served.send(&head.as_bytes()[..end]).await;
        assert!(answer.is_empty() || is_only(&answer, 400), "{end}: {answer}");
    }
    assert!(served.stop().await.is_empty());
}

#[tokio::test]
async fn a_megabyte_of_head_is_refused() {
    let served = Served::start().await;
    let megabyte = "a".repeat(1 << 20);
    let lines: String = (0..20_000).map(|number| format!("x-{number}: {ECHO}aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")).collect();
    for head in [
        format!("GET /search?q=a HTTP/1.1\r\nhost: x\r\nx-large: {megabyte}\r\n\r\n"),
        format!("GET /search?q=a HTTP/1.1\r\nhost: x\r\ncookie: {megabyte}\r\n\r\n"),
        format!("GET /search?q=a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {megabyte}\r\n\r\n"),
        format!("GET /search?q=a HTTP/1.1\r\nhost: {megabyte}\r\n\r\n"),
        format!("GET /search?q=a HTTP/1.1\r\n{megabyte}: x\r\n\r\n"),
        format!("GET /search?q={megabyte} HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("{megabyte} /search?q=a HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("GET /search?q=a HTTP/1.1\r\nhost: x\r\n{lines}\r\n"),
        megabyte.clone(),
    ] {
        let answer = served.send(head.as_bytes()).await;
        // The answer may be lost when the server hangs up on what it will not read.
        let refused = answer.is_empty() || [400, 414, 431].iter().any(|status| is_only(&answer, *status));
        assert!(refused, "{}: {answer}", &head[..40]);
    }
    assert!(served.stop().await.is_empty());
}

#[tokio::test]
async fn a_body_that_ends_early_is_refused_and_recorded_once() {
    let served = Served::start().await;
    let head = "POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let chunked = format!("{:x}\r\n{ORDER}\r\n0\r\n\r\n", ORDER.len());
    let mut sent = 0;
    for end in 0..ORDER.len() {
        let request = format!("{head}content-length: {}\r\n\r\n{}", ORDER.len(), &ORDER[..end]);
        let answer = served.send(request.as_bytes()).await;
        assert!(answer.is_empty() || is_problem(&answer, 400), "{end}: {answer}");
        sent += 1;
    }
    for end in 0..chunked.len() {
        let request = format!("{head}transfer-encoding: chunked\r\n\r\n{}", &chunked[..end]);
        let answer = served.send(request.as_bytes()).await;
        assert!(answer.is_empty() || is_problem(&answer, 400), "{end}: {answer}");
        sent += 1;
    }
    let events = served.stop().await;
    assert_eq!(events.len(), sent);
    for event in events {
        let outcome = event["outcome"].as_str().unwrap_or_default();
        assert!(matches!(outcome, "refused" | "cancelled") && event["action"] == "place_order", "{event:#}");
    }
}

#[tokio::test]
async fn null_bytes_and_bad_chunks_in_a_body_are_refused() {
    let served = Served::start().await;
    let head = "POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let bodies: [&[u8]; 9] = [
        b"content-length: 4\r\n\r\n\0\0\0\0",
        b"content-length: 3\r\n\r\n{\0}",
        b"transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n\0\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
    ];
    for body in bodies {
        let answer = served.send(&[head.as_bytes(), body].concat()).await;
        assert!(is_problem(&answer, 400), "{}: {answer}", String::from_utf8_lossy(body));
    }
    assert_eq!(served.stop().await.len(), bodies.len());
}

#[tokio::test]
async fn a_length_that_is_ambiguous_hides_no_second_request() {
    let served = Served::start().await;
    let hidden = "GET /feed HTTP/1.1\r\nhost: x\r\n\r\n";
    let head = "POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    for lengths in [
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: 2, 3\r\n",
        "content-length: +2\r\n",
        "content-length: -2\r\n",
        "content-length: 0x2\r\n",
        "content-length: 2 2\r\n",
        "content-length: 99999999999999999999\r\n",
        "content-length: \r\n",
        "transfer-encoding: xchunked\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: identity\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
    ] {
        let answer = served.send(format!("{head}{lengths}\r\n{{}}{hidden}").as_bytes()).await;
        assert!(is_only(&answer, 400), "{lengths}: {answer}");
    }
    assert!(served.stop().await.is_empty());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_comes() {
    let served = Served::start().await;
    let head = format!(
        "PUT /notes/1/a?q=x HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer {}\r\n",
        served.target.admin()
    );
    // Not a byte of the body is sent, and the client waits for a word.
    let answer = served.send(format!("{head}expect: 100-continue\r\ncontent-length: 1025\r\n\r\n").as_bytes()).await;
    assert!(is_problem(&answer, 413), "{answer}");
    let chunk = format!("400\r\n{}\r\n", " ".repeat(1024)).repeat(2);
    let answer = served.send(format!("{head}transfer-encoding: chunked\r\n\r\n{chunk}").as_bytes()).await;
    assert!(is_problem(&answer, 413), "{answer}");
    assert_eq!(served.stop().await.len(), 2);
}

#[tokio::test]
async fn a_length_in_two_ways_ends_the_connection() {
    let served = Served::start().await;
    // The chunks are what counts, and whatever comes after them is not believed to be a request.
    let lengths = "content-length: 6\r\ntransfer-encoding: chunked\r\n";
    let head = format!("POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{lengths}\r\n");
    let hidden = "GET /feed HTTP/1.1\r\nhost: x\r\n\r\n";
    let answer = served.send(format!("{head}2\r\n{{}}\r\n0\r\n\r\n{hidden}").as_bytes()).await;
    assert!(is_problem(&answer, 422) && answer.contains("connection: close"), "{answer}");
    let events = served.stop().await;
    assert!(events.len() == 1 && events[0]["action"] == "place_order", "{events:#?}");
}

#[tokio::test]
async fn a_request_has_one_host() {
    let served = Served::start().await;
    for head in [
        "GET /feed HTTP/1.1\r\n\r\n",
        "GET /feed HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
        "GET /feed HTTP/1.1\r\nhost: x\r\nhost: x\r\n\r\n",
        "GET http://x/feed HTTP/1.1\r\n\r\n",
    ] {
        let answer = served.send(head.as_bytes()).await;
        assert!(is_only(&answer, 400), "{head}: {answer}");
    }
    // HTTP/1.0 knew no hosts.
    assert!(served.send(b"GET /feed HTTP/1.0\r\n\r\n").await.starts_with("HTTP/1.0 200"));
    assert_eq!(served.stop().await.len(), 1);
}
