//! Bodies: too large, cut off, mislabelled, or not what their headers say.

use std::io;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;

use super::target::{ECHO, ORDER, Target};
use crate::world::call;

const JSON: &str = "application/json";
const LIMIT: usize = 1024;

fn note(target: &Target) -> crate::world::Call {
    call("PUT", "/notes/1/a?q=x").token(&target.admin())
}

/// A body that does not say how long it is.
fn streamed(chunks: Vec<io::Result<Bytes>>) -> Body {
    Body::from_stream(stream::iter(chunks))
}

/// A note that is padded to `length` bytes.
fn padded(length: usize) -> String {
    const NOTE: &str = r#"{"text":"hello"}"#;
    NOTE.to_owned() + &" ".repeat(length - NOTE.len())
}

#[tokio::test]
async fn the_limit_holds_with_and_without_a_declared_length() {
    let target = Target::new().await;
    for (length, status) in [(LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 413), (1 << 20, 413)] {
        let text = padded(length);
        let whole = note(&target).body(JSON, text.clone());
        assert_eq!(target.attack(whole).await.status, status, "{length}");
        let declared = note(&target).header("content-length", length.to_string()).body(JSON, text.clone());
        assert_eq!(target.attack(declared).await.status, status, "{length}");
        let chunks = text.as_bytes().chunks(100).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        assert_eq!(target.attack(note(&target).body(JSON, streamed(chunks))).await.status, status, "{length}");
    }
    // A stream without an end is cut off at the limit.
    let endless = Body::from_stream(stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from_static(b"          "))));
    target.attack(note(&target).body(JSON, endless)).await.is_problem(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn a_length_that_lies_or_is_no_number_is_answered() {
    let target = Target::new().await;
    for length in ["0", "1", "-1", "+16", "1e3", "0x10", "", " ", "abc", "16, 16", "16,17", "99999999999999999999", "\u{ff11}"]
    {
        let answer = target.attack(note(&target).header("content-length", length).body(JSON, padded(16))).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400 | 413), "{length}: {answer:?}");
        // Whatever it says, no more is read than the limit.
        let answer = target.attack(note(&target).header("content-length", length).body(JSON, padded(LIMIT + 1))).await;
        assert!(matches!(answer.status.as_u16(), 400 | 413), "{length}: {answer:?}");
    }
    let twice = note(&target).header("content-length", "16").header("content-length", "99999").body(JSON, padded(LIMIT + 1));
    target.attack(twice).await.is_problem(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let target = Target::new().await;
    for end in 0..=ORDER.len() {
        let broken = io::Error::other(format!("{ECHO} reset by peer"));
        let chunks = vec![Ok(Bytes::copy_from_slice(&ORDER.as_bytes()[..end])), Err(broken)];
        let answer = target.attack(call("POST", "/orders").body(JSON, streamed(chunks))).await;
        answer.is_problem(400, "MALFORMED_INPUT");
    }
    // One byte at a time is slow, and fine.
    let chunks = ORDER.bytes().map(|byte| Ok(Bytes::copy_from_slice(&[byte]))).collect();
    assert_eq!(target.attack(call("POST", "/orders").body(JSON, streamed(chunks))).await.status, 200);
}

#[tokio::test]
async fn other_media_types_and_encodings_are_refused_unread() {
    let target = Target::new().await;
    let parts = "--x\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nAda\r\n--x--\r\n";
    for (media_type, body) in [
        ("text/plain", ORDER),
        ("text/json", ORDER),
        ("multipart/form-data; boundary=x", parts),
        ("multipart/mixed", parts),
        ("application/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
        ("application/octet-stream", ORDER),
        ("application/json; charset=utf-16", ORDER),
        ("application/json; charset=iso-8859-1", ORDER),
        ("application/json, text/plain", ORDER),
        ("application/json application/json", ORDER),
        ("application/jsonx", ORDER),
        ("application/x-www-form-urlencoded; charset=shift_jis", "name=a&count=1"),
        ("*/*", ORDER),
        ("application/*", ORDER),
        ("", ORDER),
        ("zq7.Echo.9Kv/json", ORDER),
    ] {
        let answer = target.attack(call("POST", "/orders").body(media_type, body)).await;
        answer.is_problem(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    for encoding in ["gzip", "br", "deflate", "zstd", "identity, gzip", "x", ""] {
        let encoded = call("POST", "/orders").header("content-encoding", encoding).body(JSON, ORDER);
        target.attack(encoded).await.is_problem(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    let twice = call("POST", "/orders").header("content-type", JSON).body(JSON, ORDER);
    target.attack(twice).await.is_problem(415, "UNSUPPORTED_MEDIA_TYPE");
    // A form is not read as JSON, nor JSON as a form.
    target
        .attack(call("POST", "/orders").body("application/x-www-form-urlencoded", ORDER))
        .await
        .is_problem(422, "VALIDATION_ERROR");
}

#[tokio::test]
async fn a_body_that_nobody_reads_is_no_harm() {
    let target = Target::new().await;
    for body in [Body::from(vec![0; 1 << 20]), streamed(vec![Err(io::Error::other("gone"))])] {
        let get = call("GET", "/search?q=a").header("content-length", "99999999").body("image/png", body);
        assert_eq!(target.attack(get).await.status, 200);
    }
}
