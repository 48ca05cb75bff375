//! `Refusals`: the answers that the server makes without an action, and how often.
//!
//! No action is concerned, so no audit event can name one: they are counted, and the log has a line for them now and then.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::header::{CONNECTION, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::Instant;

use crate::answer::{AnswerHeaders, Draft, Problem, Response, SecurityHeaders};
use crate::error::Refusal;
use crate::request::{RequestId, RequestIds};
use crate::security::Served;

/// Why a connection or a request is refused before any action is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The client holds as many connections as one may.
    ClientConnections,
    /// All connections are taken.
    Connections,
    /// What came is not HTTP.
    Malformed,
    /// The head is too large.
    LargeHead,
    /// The head did not arrive in time.
    SlowHead,
}

const REASONS: usize = 5;

impl Reason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ClientConnections => "client_connections",
            Self::Connections => "connections",
            Self::Malformed => "malformed",
            Self::LargeHead => "large_head",
            Self::SlowHead => "slow_head",
        }
    }
}

/// The refusals of one server.
#[derive(Debug)]
pub(super) struct Refusals {
    served: Served,
    /// Where no configuration is known yet.
    headers: AnswerHeaders,
    ids: RequestIds,
    began: Instant,
    logged: [Logged; REASONS],
}

/// What the log has been told of one reason.
#[derive(Debug, Default)]
struct Logged {
    /// How many it has not been told.
    count: AtomicU64,
    /// The second in which it may be told again.
    next: AtomicU64,
}

/// The log has a line for each reason at most this often.
const LOG_EVERY: u64 = 10;

impl Refusals {
    pub(super) fn new(served: Served) -> Result<Self, getrandom::Error> {
        Ok(Self {
            served,
            headers: SecurityHeaders::default().of_answers(false, None),
            ids: RequestIds::new()?,
            began: Instant::now(),
            logged: Default::default(),
        })
    }

    /// Counts one.
    pub(super) fn count(&self, reason: Reason) {
        metrics::counter!("secure_action_connections_refused_total", "reason" => reason.as_str()).increment(1);
        let Some(logged) = self.logged.get(reason as usize) else { return };
        let count = logged.count.fetch_add(1, Ordering::Relaxed) + 1;
        let (now, next) = (self.began.elapsed().as_secs(), logged.next.load(Ordering::Relaxed));
        // Of those who come at the same time, one writes.
        if now >= next && logged.next.compare_exchange(next, now + LOG_EVERY, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            logged.count.fetch_sub(count, Ordering::Relaxed);
            tracing::warn!(reason = reason.as_str(), count, "refused before any action");
        }
    }

    /// The answer to a request whose head could be read in two ways. The connection ends with it: what follows may have been
    /// meant as something else than the next request.
    pub(super) fn malformed(&self, refusal: &Refusal) -> Response {
        self.count(Reason::Malformed);
        let id = self.id();
        let draft = Problem::of_refusal(refusal).into_draft(id.as_str(), &[], false);
        self.dressed(draft.with(CONNECTION, CLOSE), &id)
    }

    /// The bytes of an answer that no request is known for, without a body. The connection ends with it.
    pub(super) fn answer(&self, status: StatusCode, retry_after: Option<Duration>) -> Vec<u8> {
        let mut draft = Draft::empty(status).with(CONNECTION, CLOSE);
        if let Some(wait) = retry_after {
            draft = draft.with(RETRY_AFTER, wait.as_secs().into());
        }
        let response = self.dressed(draft, &self.id());
        let mut bytes = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n").into_bytes();
        if let Ok(now) = jiff::Timestamp::try_from(SystemTime::now())
            && let Ok(date) = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now)
        {
            write_line(&mut bytes, "date", date.as_bytes());
        }
        write_lines(&mut bytes, response.headers());
        bytes.extend_from_slice(b"\r\n");
        bytes
    }

    /// The answer that hyper makes by itself, with the headers that every answer has; `None` if it is none.
    pub(super) fn dress(&self, head: &[u8]) -> Option<Vec<u8>> {
        let lines = head.starts_with(b"HTTP/1.").then(|| head.strip_suffix(b"\r\n\r\n"))??;
        let response = self.dressed(Draft::empty(StatusCode::BAD_REQUEST), &self.id());
        let mut bytes = [lines, b"\r\n"].concat();
        write_lines(&mut bytes, response.headers());
        bytes.extend_from_slice(b"\r\n");
        Some(bytes)
    }

    /// Gives the answer to a request for no path what it has not: an application without a fallback of ours has no route for it, and
    /// axum answers with a status and nothing more.
    pub(super) fn complete(&self, answer: &mut HeaderMap) {
        match self.served.first() {
            Some(core) => core.headers.complete(answer, &self.id()),
            None => SecurityHeaders::default().complete(answer, &self.id()),
        }
    }

    fn dressed(&self, draft: Draft, id: &RequestId) -> Response {
        match self.served.first() {
            Some(core) => core.headers.of_answers(false, None).dress(draft, id, None, 0),
            None => self.headers.dress(draft, id, None, 0),
        }
    }

    fn id(&self) -> RequestId {
        self.served.first().map_or_else(|| self.ids.next(), |core| core.request_ids.next())
    }
}

const CLOSE: HeaderValue = HeaderValue::from_static("close");

fn write_lines(bytes: &mut Vec<u8>, headers: &HeaderMap) {
    headers.iter().for_each(|(name, value)| write_line(bytes, name.as_str(), value.as_bytes()));
}

fn write_line(bytes: &mut Vec<u8>, name: &str, value: &[u8]) {
    for part in [name.as_bytes(), b": ", value, b"\r\n"] {
        bytes.extend_from_slice(part);
    }
}
