//! Heads that are not HTTP, cut off, far too large, or without a host.

use super::served::{Served, is_only};
use crate::hostile::target::ECHO;

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
