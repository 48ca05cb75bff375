//! `TestAnswer`: what came back, and what the log knows of it.

use std::fmt;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::recorder::Recorder;

/// The answer to a [`TestCall`](super::TestCall), whole.
pub struct TestAnswer {
    call: String,
    head: Parts,
    body: Bytes,
    reason: Option<String>,
}

impl TestAnswer {
    pub(super) fn new(call: String, head: Parts, body: Bytes) -> Self {
        Self { call, head, body, reason: None }
    }

    /// Looks up why.
    pub(super) fn explain(&mut self, recorder: &Recorder) {
        self.reason = match self.header("x-request-id") {
            Some(id) => recorder.reason(id),
            None => Some("no action has this route".to_owned()),
        };
    }

    /// The answer, if it has this status.
    ///
    /// # Panics
    /// If it has another: with the answer, and what the log knows of its reason.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        if self.status() != status {
            panic!("not the {status} that was expected: {self}");
        }
        self
    }

    /// The status, which compares with a number, too.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The first header of this name, if it is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// The machine's word of a problem: `"FORBIDDEN"`.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        serde_json::from_slice::<Value>(&self.body).ok()?.get("code")?.as_str().map(str::to_owned)
    }

    /// Why it is none of the 200s, in the words of the audit trail, which no client sees.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The body.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        match str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(error) => panic!("the body is no text: {error}: {self}"),
        }
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        self.read()
    }

    /// The value that the body is in JSON.
    ///
    /// # Panics
    /// If it is not.
    #[must_use]
    #[track_caller]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("the body is not what was expected: {error}: {self}"),
        }
    }
}

/// `POST /notes answered 403 Forbidden: {"type":...} (the log: ...)`
impl fmt::Display for TestAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}", self.call, self.status())?;
        if !self.body.is_empty() {
            write!(f, ": {}", String::from_utf8_lossy(&self.body))?;
        }
        self.reason.iter().try_for_each(|reason| write!(f, " (the log: {reason})"))
    }
}

impl fmt::Debug for TestAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
