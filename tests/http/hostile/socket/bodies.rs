//! Bodies that end early, are longer than allowed, or whose length can be read in two ways.

use super::served::{Served, is_only, is_problem};
use crate::hostile::target::ORDER;

#[tokio::test]
async fn a_body_that_ends_early_is_recorded_once_as_the_clients_departure() {
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
        assert!(
            outcome == "cancelled" && event["type"] == "client_disconnect" && event["action"] == "place_order",
            "{event:#}"
        );
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
