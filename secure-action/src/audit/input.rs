//! `RecordedInput`: the input of a call, as the trail keeps it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::Redaction;
use super::escape::write_str;
use super::marks::{TRUNCATED, UNREADABLE};

/// The validated input of a call, as the trail keeps it.
///
/// The request hands over its body as it is, which costs a reference count. It is parsed and redacted on the trail's own
/// thread, and nothing but the redacted form can be read from outside.
#[derive(Clone)]
pub struct RecordedInput {
    body: Bytes,
    /// The size of the body, in bytes, also where it is not kept.
    size: usize,
    format: Format,
    redaction: Arc<Redaction>,
}

#[derive(Clone, Copy)]
enum Format {
    Json,
    Form,
}

impl RecordedInput {
    /// The largest body that is kept, in bytes. Of a larger one the trail keeps the size: a queue full of large bodies must
    /// not exhaust the memory.
    pub const LARGEST: usize = 16 * 1024;

    pub(crate) fn json(body: Bytes, redaction: Arc<Redaction>) -> Self {
        Self::new(body, Format::Json, redaction)
    }

    pub(crate) fn form(body: Bytes, redaction: Arc<Redaction>) -> Self {
        Self::new(body, Format::Form, redaction)
    }

    fn new(body: Bytes, format: Format, redaction: Arc<Redaction>) -> Self {
        let size = body.len();
        let body = if size > Self::LARGEST { Bytes::new() } else { body };
        Self { body, size, format, redaction }
    }

    /// The size of the body, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The input without its secrets: `"[REDACTED]"` stands for each of them.
    ///
    /// Texts are cut after 256 characters, the whole after about 4096 bytes, nesting after 16 levels; `"[TRUNCATED]"` marks
    /// the place, and stands for a body of more than 16 KiB. A form is an object, its repeated names are arrays.
    #[must_use]
    pub fn redacted(&self) -> Value {
        let mut out = Vec::new();
        self.write(&mut out);
        serde_json::from_slice(&out).unwrap_or_else(|_| Value::from(UNREADABLE))
    }

    /// Appends the input without its secrets, as JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        if self.body.len() != self.size {
            return write_str(out, TRUNCATED);
        }
        let start = out.len();
        let written = match self.format {
            Format::Json => {
                // Once for the whole, not for each text in it; what is no UTF-8 is no JSON either.
                let mut body = serde_json::Deserializer::from_str(str::from_utf8(&self.body).unwrap_or_default());
                self.redaction.write(out, &mut body).and_then(|()| body.end())
            }
            Format::Form => self.redaction.write(out, form(&self.body)),
        };
        if written.is_err() {
            out.truncate(start);
            write_str(out, UNREADABLE);
        }
    }
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
        let body = Bytes::from_static(br#"{"user":"ada","pwd":"s3cret"}"#);
        let input = RecordedInput::json(body, by_key());
        assert_eq!(input.redacted(), json!({"user": "ada", "pwd": "[REDACTED]"}));
        assert!(!format!("{input:?}").contains("s3cret"));

        let input = RecordedInput::form(Bytes::from_static(b"user=a+b&pwd=s3cret&tag=1&tag=2&user[otp]=9"), by_key());
        let expected = json!({"user": "a b", "pwd": "[REDACTED]", "tag": ["1", "2"], "user[otp]": "[REDACTED]"});
        assert_eq!(input.redacted(), expected);
    }

    #[test]
    fn of_a_large_body_only_the_size_is_kept() {
        let body = Bytes::from(vec![b' '; RecordedInput::LARGEST + 1]);
        let input = RecordedInput::json(body, by_key());
        assert_eq!(input.redacted(), json!("[TRUNCATED]"));
        assert_eq!(input.size(), RecordedInput::LARGEST + 1);
        assert!(input.body.is_empty());
    }

    #[test]
    fn a_body_that_is_no_json_is_not_shown() {
        let input = RecordedInput::json(Bytes::from_static(b"{\"pwd\":\"s3cret\""), by_key());
        assert_eq!(input.redacted(), json!("[UNREADABLE]"));
    }
}
