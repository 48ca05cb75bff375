//! `RecordedInput`: the input of a call, as the trail keeps it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Redaction;
use super::escape::write_str;
use super::marks::UNREADABLE;
use super::shorten::shorten;

/// The validated input of a call, as the trail keeps it.
///
/// A small body is copied as it is, and redacted on the trail's own thread. A larger one is made small first, field by field: each
/// has a budget of its own, so that no other one, and no white space, can push it out. Nothing but the redacted form can be
/// read from outside.
#[derive(Clone)]
pub struct RecordedInput {
    text: Box<[u8]>,
    /// The size of the body, in bytes.
    size: usize,
    format: Format,
    redaction: Arc<Redaction>,
}

#[derive(Clone, Copy)]
pub(crate) enum Format {
    Json,
    Form,
}

impl RecordedInput {
    /// The most that is kept of an input, in bytes: a queue full of inputs must not exhaust the memory.
    pub const LARGEST: usize = 4096;

    /// What is kept of `body`, which the action has accepted. Takes as long as reading it where it is large.
    pub(crate) fn new(body: &[u8], format: Format, redaction: Arc<Redaction>) -> Self {
        let size = body.len();
        if size <= Self::LARGEST {
            return Self { text: body.into(), size, format, redaction };
        }
        let value = match format {
            Format::Json => serde_json::from_slice(body).unwrap_or_else(|_| Value::from(UNREADABLE)),
            Format::Form => form(body),
        };
        let short = shorten(value, Self::LARGEST, &redaction).to_string();
        Self { text: short.into_bytes().into(), size, format: Format::Json, redaction }
    }

    /// What is kept of bytes that are no text: how many they are, what the client calls them, and their digest.
    pub(crate) fn raw(body: &[u8], media_type: Option<&str>, redaction: Arc<Redaction>) -> Self {
        let mut kept = Map::new();
        kept.insert("size".into(), body.len().into());
        if let Some(digest) = sha256(body) {
            kept.insert("sha256".into(), digest.into());
        }
        if let Some(media_type) = media_type {
            let end = media_type.floor_char_boundary(LONGEST_MEDIA_TYPE);
            kept.insert("media_type".into(), media_type.get(..end).unwrap_or_default().into());
        }
        let text = Value::Object(kept).to_string().into_bytes().into();
        Self { text, size: body.len(), format: Format::Json, redaction }
    }

    /// The size of the body, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The input without its secrets: `"[REDACTED]"` stands for each of them.
    ///
    /// Texts are cut after 256 characters, nesting after 16 levels, and of a body of more than 4096 bytes each field after its share
    /// of them; `"[TRUNCATED]"` marks the place. A form is an object, its repeated names are arrays. Of a [`RawBody`](crate::RawBody) it is
    /// an object with its `size` in bytes, its `media_type` if there was one, and its `sha256` in hexadecimal (feature `digest`).
    #[must_use]
    pub fn redacted(&self) -> Value {
        let mut out = Vec::new();
        self.write(&mut out);
        serde_json::from_slice(&out).unwrap_or_else(|_| Value::from(UNREADABLE))
    }

    /// Appends the input without its secrets, as JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        let written = match self.format {
            Format::Json => {
                // Once for the whole, not for each text in it; what is no UTF-8 is no JSON either.
                let mut body = serde_json::Deserializer::from_str(str::from_utf8(&self.text).unwrap_or_default());
                self.redaction.write(out, &mut body).and_then(|()| body.end())
            }
            Format::Form => self.redaction.write(out, form(&self.text)),
        };
        if written.is_err() {
            out.truncate(start);
            write_str(out, UNREADABLE);
        }
    }
}

/// Of a longer media type, a part is shown, cut off.
const LONGEST_MEDIA_TYPE: usize = 512;

#[cfg(feature = "digest")]
fn sha256(body: &[u8]) -> Option<String> {
    use std::fmt::Write;

    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body);
    let mut hex = String::with_capacity(64);
    for byte in digest.as_ref() {
        // Writing to a `String` does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Some(hex)
}

/// Nothing here can make one.
#[cfg(not(feature = "digest"))]
fn sha256(_: &[u8]) -> Option<String> {
    None
}

fn form(body: &[u8]) -> Value {
    let mut members = Map::new();
    for (name, text) in form_urlencoded::parse(body) {
        let text = Value::from(text.into_owned());
        match members.get_mut(&*name) {
            None => {
                members.insert(name.into_owned(), text);
            }
            Some(Value::Array(texts)) => texts.push(text),
            Some(first) => *first = Value::Array(vec![first.take(), text]),
        }
    }
    Value::Object(members)
}

/// The body may hold secrets, so `Debug` shows its size.
impl fmt::Debug for RecordedInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedInput").field("size", &self.size).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn by_key() -> Arc<Redaction> {
        Arc::new(Redaction::BY_KEY)
    }

    #[test]
    fn json_and_forms_are_redacted_alike() {
        let input = RecordedInput::new(br#"{"user":"ada","pwd":"s3cret"}"#, Format::Json, by_key());
        assert_eq!(input.redacted(), json!({"user": "ada", "pwd": "[REDACTED]"}));
        assert!(!format!("{input:?}").contains("s3cret"));

        let input = RecordedInput::new(b"user=a+b&pwd=s3cret&tag=1&tag=2&user[otp]=9", Format::Form, by_key());
        let expected = json!({"user": "a b", "pwd": "[REDACTED]", "tag": ["1", "2"], "user[otp]": "[REDACTED]"});
        assert_eq!(input.redacted(), expected);
    }

    #[test]
    fn trap_34_nothing_pushes_a_field_out() {
        let spaces = " ".repeat(17_000);
        let long = "x".repeat(60_000);
        for (body, format) in [
            (format!(r#"{{{spaces}"amount":7,{spaces}"pin":1234,"to":"eve"}}"#), Format::Json),
            (format!(r#"{{"note":"{long}","amount":7,"pin":1234,"to":"eve"}}"#), Format::Json),
            (format!(r#"{{"a":[{}1],"amount":7,"pin":1234,"to":"eve"}}"#, "1,".repeat(30_000)), Format::Json),
            (format!("note={long}&amount=7&pin=1234&to=eve"), Format::Form),
            (format!("{}amount=7&pin=1234&to=eve", "a=b&".repeat(10_000)), Format::Form),
        ] {
            let input = RecordedInput::new(body.as_bytes(), format, by_key());
            assert!(input.text.len() <= RecordedInput::LARGEST, "{}", input.text.len());
            assert_eq!(input.size(), body.len());
            let shown = input.redacted();
            assert!(shown["amount"] == 7 || shown["amount"] == "7", "{shown}");
            assert_eq!((&shown["pin"], &shown["to"]), (&json!("[REDACTED]"), &json!("eve")), "{shown}");
        }
    }

    #[test]
    fn trap_44_what_is_cut_hides_its_secrets_first() {
        let (filler, token) = ("x".repeat(6000), "a1B2".repeat(2000));
        for value in [
            json!({"a": filler, "link": format!("/?token={token}")}),
            json!({"a": filler, "note": format!("eyJhbGciOiJIUzI1NiJ9.eyJ{token}.{token}")}),
            json!([{"name": format!("password{filler}"), "value": token}]),
            json!({"a": filler, "pairs": [{"name": "password", "value": token}]}),
        ] {
            let text = RecordedInput::new(value.to_string().as_bytes(), Format::Json, by_key()).redacted().to_string();
            assert!(!text.contains("a1B2"), "{text}");
        }
    }

    #[test]
    fn what_escapes_make_long_stays_small() {
        let body = json!({"controls": "\u{1}".repeat(20_000), "to": "eve"}).to_string();
        let input = RecordedInput::new(body.as_bytes(), Format::Json, by_key());
        assert!(input.text.len() <= RecordedInput::LARGEST, "{}", input.text.len());
        assert_eq!(input.redacted()["to"], "eve");
    }

    #[test]
    fn a_body_that_is_no_json_is_not_shown() {
        let input = RecordedInput::new(b"{\"pwd\":\"s3cret\"", Format::Json, by_key());
        assert_eq!(input.redacted(), json!("[UNREADABLE]"));
        let long = format!("{{\"pwd\":\"{}\"", "s3cret".repeat(1000));
        let input = RecordedInput::new(long.as_bytes(), Format::Json, by_key());
        assert_eq!(input.redacted(), json!("[UNREADABLE]"));
    }
}
