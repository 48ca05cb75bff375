//! Lines of JSON: their order, and what no client can do to them.

use std::sync::Arc;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, json};

use super::*;
use crate::audit::{AuditNote, Outcome, measure};
use crate::error::Code;

fn line(event: &Event) -> String {
    let mut out = Vec::new();
    event.write_json(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_whole_line_in_its_order() {
    let mut event = measure::event(1_795_225_220);
    event.outcome = Outcome::Failed;
    event.conclude(Some(409), Some(Code::CONFLICT), true);
    event.reason = Some("the room is full".into());
    event.client = Some([203, 0, 113, 7].into());
    event.set_user_agent(b"curl/8.5.0");
    event.caller = Some(Arc::from("42"));
    event.scheme = Some("jwt");
    event.credential = Some(Arc::from("t-1"));
    event.duration = Duration::from_micros(1234);
    let note = AuditNote::new();
    note.resource("room", 9);
    note.fact("seats", 12);
    note.write_to(&mut event);
    measure::set_input(&mut event, None, br#"{"name":"Ada","password":"s3cret"}"#);
    assert_eq!(
        line(&event),
        concat!(
            r#"{"datetime":"2026-11-21T01:40:20.000000Z","event":"input_validation_fail:42,room/9","type":"input_validation_fail","#,
            r#""level":"WARN","outcome":"failed","action":"measured","module":"measure","request_method":"POST","#,
            r#""route":"/measured/{id}","status":409,"code":"CONFLICT","description":"the room is full","#,
            r#""request_id":"0000-1","source_ip":"203.0.113.7","useragent":"curl/8.5.0","caller":"42","scheme":"jwt","#,
            r#""credential":"t-1","duration_us":1234,"resource":{"type":"room","id":"9"},"notes":{"seats":12},"#,
            r#""input_bytes":34,"input":{"name":"Ada","password":"[REDACTED]"}}"#
        )
    );
}

#[test]
fn trap_44_names_show_no_secret_by_its_shape() {
    const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
    let mut event = measure::event(1);
    event.set_user_agent(format!("agent/1 {KEY}").as_bytes());
    event.caller = Some(KEY.into());
    event.credential = Some(KEY.into());
    event.client_request_id = Some(KEY.into());
    let note = AuditNote::new();
    note.resource("file", KEY);
    note.write_to(&mut event);
    let line = line(&event);
    assert!(!line.contains(KEY), "{line}");
    assert_eq!(line.matches("hash").count(), 6, "{line}");
    assert!(line.contains(r#""useragent":"[REDACTED]""#), "{line}");
    for (sent, shown) in [(&b"curl \xff AKIAIOSFODNN7EXAMPLE"[..], r#""[REDACTED]""#), (b"curl \xff", r#""curl \\xff""#)] {
        event.set_user_agent(sent);
        let mut out = Vec::new();
        event.write_json(&mut out);
        assert!(String::from_utf8(out).unwrap().contains(&format!("\"useragent\":{shown}")));
    }
}

#[test]
fn trap_44_no_part_of_an_event_shows_a_secret_by_its_shape() {
    let mut event = measure::event(1);
    event.reason = Some("GET https://ada:hunter2@example.com failed".into());
    let note = AuditNote::new();
    note.fact("callback", "https://example.com/cb?x=1#access_token=hunter2");
    note.fact("pairs", json!([{"value": "hunter2", "key": "db-password"}]));
    note.write_to(&mut event);
    measure::set_input(&mut event, None, br#"{"text":"see /reset?otp=hunter2","all":[{"value":"hunter2","name":"pwd"}]}"#);
    let line = line(&event);
    assert!(!line.contains("hunter2"), "{line}");
    assert_eq!(line.matches("[REDACTED]").count(), 5, "{line}");
}

#[test]
fn what_is_absent_is_left_out() {
    let event = measure::event(0);
    let object: Map<String, Value> = serde_json::from_str(&line(&event)).unwrap();
    for absent in
        ["status", "code", "description", "source_ip", "useragent", "caller", "credential", "resource", "notes", "input"]
    {
        assert!(!object.contains_key(absent), "{absent}");
    }
}

#[test]
fn times_are_of_one_length_and_never_fail() {
    let mut event = measure::event(0);
    for (time, text) in [
        (Duration::ZERO, "1970-01-01T00:00:00.000000Z"),
        (Duration::from_nanos(1_795_225_220_123_456_789), "2026-11-21T01:40:20.123456Z"),
        (Duration::MAX, "9999-12-30T22:00:00.999999Z"),
    ] {
        event.time = time;
        let object: Value = serde_json::from_str(&line(&event)).unwrap();
        assert_eq!(object["datetime"], text);
    }
}

/// One line, one object, nothing in it that a terminal or a viewer obeys.
fn assert_harmless(line: &str) -> Map<String, Value> {
    assert!(!line.chars().any(|character| character.is_control() || matches!(character, '\u{2028}'..='\u{202e}')), "{line:?}");
    serde_json::from_str(line).unwrap()
}

#[test]
fn no_client_text_breaks_out_of_its_place() {
    for attack in [
        "a\nb",
        "a\r\n{\"event\":\"authn_login_success:admin\"}",
        "\u{1b}[2J\u{1b}[1;31m",
        "\u{2028}{\"x\":1}\u{2029}",
        "\",\"outcome\":\"allowed\",\"x\":\"",
        "\\\",\"outcome\":\"allowed\"}",
        "nul\0byte",
        "\u{202e}txt.exe\u{85}\u{7f}",
        "${jndi:ldap://evil}</script>",
    ] {
        let mut event = measure::event(1);
        event.outcome = Outcome::Refused;
        event.conclude(Some(403), Some(Code::FORBIDDEN), true);
        event.caller = Some(Arc::from(attack));
        event.credential = Some(Arc::from(attack));
        event.reason = Some(attack.to_owned().into());
        let note = AuditNote::new();
        note.resource(attack.to_owned(), attack);
        note.fact(attack.to_owned(), attack);
        note.write_to(&mut event);
        measure::set_input(&mut event, None, json!({ attack: attack }).to_string().as_bytes());

        let object = assert_harmless(&line(&event));
        assert_eq!(object["outcome"], "refused");
        assert_eq!(object["caller"], attack, "nothing is lost");
        assert_eq!(object["description"], attack);
        assert_eq!(object["resource"], json!({"type": attack, "id": attack}));
        assert_eq!(object["notes"], json!({ attack: attack }));
        assert_eq!(object["input"], json!({ attack: attack }));
    }
}

#[test]
fn a_user_agent_of_any_bytes_is_shown_and_bounded() {
    let mut event = measure::event(1);
    event.set_user_agent(b"x\xff\xfe\"\\\t");
    assert_eq!(assert_harmless(&line(&event))["useragent"], "x\\xff\\xfe\"\\\t");
    event.set_user_agent(&[b'a'; 100_000]);
    assert!(line(&event).len() < 1000);
}

/// What must never be seen in a line.
const MARKER: &str = "s3cr3t-m4rk3r";

/// Any JSON, with secrets under keys that call them so.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        let key = prop_oneof![any::<String>(), Just("name".to_owned())];
        let secret_key = prop_oneof![Just("password"), Just("userPwd"), Just("API-Key"), Just("cardNumber"), Just("otp_code")];
        let secret = prop_oneof![Just(json!(MARKER)), Just(json!([MARKER])), Just(json!({"deep": {"er": MARKER}})),];
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            (btree_map(key, inner, 0..5), btree_map(secret_key, secret, 0..3)).prop_map(|(harmless, secrets)| {
                let secrets = secrets.into_iter().map(|(key, value)| (key.to_owned(), value));
                Value::Object(harmless.into_iter().chain(secrets).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_comes_a_line_is_one_object_without_secrets(
        agent in vec(any::<u8>(), 0..300),
        texts in vec(any::<String>(), 4),
        input in any_json(),
        fact in any_json(),
        seconds: u64,
    ) {
        let mut event = measure::event(seconds);
        event.set_user_agent(&agent);
        event.caller = Some(Arc::from(texts[0].as_str()));
        event.credential = Some(Arc::from(texts[1].as_str()));
        event.reason = Some(texts[2].clone().into());
        let note = AuditNote::new();
        note.fact("fact", &fact);
        note.resource("kind", &texts[3]);
        note.write_to(&mut event);
        measure::set_input(&mut event, None, input.to_string().as_bytes());

        let line = line(&event);
        prop_assert!(!line.contains(MARKER));
        prop_assert!(line.len() < 64 * 1024, "a line is bounded: {}", line.len());
        let object = assert_harmless(&line);
        prop_assert!(object.contains_key("input"));
        let debug = format!("{event:?}{note:?}");
        prop_assert!(!debug.contains(MARKER));
    }

    #[test]
    fn a_body_of_any_bytes_is_a_value(body in vec(any::<u8>(), 0..200)) {
        let mut event = measure::event(1);
        measure::set_input(&mut event, None, body.as_ref());
        assert_harmless(&line(&event));
    }
}
