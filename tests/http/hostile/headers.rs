//! Headers that no action asked for: malformed, repeated, long, or meant for somebody else.

use super::target::{ECHO, ORDER, Target};
use crate::world::call;

const NAMES: [&str; 30] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-language",
    "content-length",
    "cookie",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "max-forwards",
    "origin",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-request-id",
];

fn values() -> Vec<Vec<u8>> {
    let mut values: Vec<Vec<u8>> = [
        "",
        " ",
        "\t",
        ",",
        ",,,",
        ";",
        "=",
        "\"",
        "\\",
        "%00",
        "%0d%0aset-cookie: a=b",
        "a=b; a=b; =; a",
        "null",
        "-1",
        "0",
        "99999999999999999999",
        "bytes=0-0,1-1,-1",
        "100-continue",
        "gzip, chunked",
        "${jndi:ldap://x}",
        "<script>",
        "' OR 1=1 --",
        "() { :;}; x",
        "for=\"",
        "for=\"[::",
        "[",
        "x.example:99999",
        "@",
        "..",
        "unknown",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();
    values.push(ECHO.as_bytes().to_vec());
    values.push((b' '..127).chain(128..=255).collect());
    values.push(b"\xff\xfe\x80".to_vec());
    values.push("\u{202e}\u{2028}\u{1f600}".into());
    values.push(vec![b'a'; 100_000]);
    values.push(b"a,".repeat(50_000));
    values
}

#[tokio::test]
async fn no_value_of_any_header_breaks_anything() {
    let target = Target::new().await;
    for name in NAMES {
        for value in values() {
            // A host that is none and a declared length over the limit are the only ones of them that may change an answer.
            let no_host = name == "host"
                && !matches!(&*value, b"-1" | b"100-continue" | b"null" | b"unknown")
                && value != ECHO.as_bytes();
            let answer = target.attack(call("GET", "/search?q=a").header(name, value.clone())).await;
            assert_eq!(answer.status, if no_host { 400 } else { 200 }, "{name}: {answer:?}");
            let order = call("POST", "/orders").header(name, value.clone()).body("application/json", ORDER);
            let answer = target.attack(order).await;
            let expected = match answer.status.as_u16() {
                413 => name == "content-length",
                400 => no_host,
                status => status == 200,
            };
            assert!(expected, "{name}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn headers_that_stand_a_hundred_times_are_answered() {
    let target = Target::new().await;
    for name in NAMES.into_iter().chain(["authorization", "content-type", "content-encoding"]) {
        for value in ["a", "", "for=1.2.3.4", "\u{e9}"] {
            let many = (0..100).fold(call("GET", "/feed"), |call, _| call.header(name, value));
            let answer = target.attack(many).await;
            let only_once = matches!(name, "authorization" | "host");
            assert_eq!(answer.status, if only_once { 400 } else { 200 }, "{name}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_name_in_front_of_a_host_or_a_method_changes_nothing() {
    let target = Target::new().await;
    let admin = target.admin();
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-original-url", "/feed"),
        ("x-rewrite-url", "/feed"),
        ("x-http-method-override", "GET"),
        ("x-http-method", "GET"),
        ("x-method-override", "GET"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-real-ip", "127.0.0.1"),
        ("x-request-id", "chosen"),
    ] {
        target.attack(call("DELETE", "/users/7").header(name, value)).await.is_problem(401, "UNAUTHENTICATED");
        let answer = target.attack(call("DELETE", "/users/7").token(&admin).header(name, value)).await;
        assert_eq!(answer.status, 204, "{name}");
        assert!(!format!("{answer:?}").contains("evil") && answer.header("x-request-id") != Some("chosen"), "{answer:?}");
    }
}

#[tokio::test]
async fn what_a_client_calls_itself_cannot_forge_an_event() {
    let target = Target::new().await;
    for agent in ["\"},{\"type\":\"forged\"", "a\u{2028}b", "\\", "\u{ff}", "\t", "\u{1f600}\u{202e}"] {
        // That the event is JSON and the only one is checked for every answer.
        let answer = target.attack(call("GET", "/search?q=a").header("user-agent", agent)).await;
        assert_eq!(answer.status, 200);
    }
}
