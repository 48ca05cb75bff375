//! `Event`: what one call of an action leaves in the trail.

use std::borrow::Cow;
use std::io::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::outcome::Outcome;
use super::redaction::{shown_id, shown_resource};
use super::{EventKind, Fact, RecordedInput, Resource, StreamEnd, StreamPart, UserAgent};
use crate::error::Code;
use crate::request::RequestId;
use crate::spec::ActionSpec;

/// What one call of an action leaves in the trail.
///
/// It owns what it says, in small copies: nothing of the request stays in memory because its event waits to be written. What an event shows of the input and
/// of the function's own facts is redacted before anything outside the trail can see it, `Debug` included. Texts in its fields are as
/// they came; what writes them, [`write_json`](Self::write_json) and [`text`](Self::text) too, leaves out what looks like a secret.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// When the request arrived, since 1970-01-01 UTC.
    pub time: Duration,
    /// The event in the words of the OWASP logging vocabulary.
    pub kind: EventKind,
    /// How the call ended.
    pub outcome: Outcome,
    /// The action.
    pub action: &'static ActionSpec,
    /// The method of the request. That of the action, for a `HEAD` too; where no action answers, `OTHER` for what HTTP does not know.
    pub method: &'static str,
    /// The status of the answer; `None` if the client was gone before there was one.
    pub status: Option<u16>,
    /// The machine's word of the problem.
    pub code: Option<Code>,
    /// Why, in words for the log.
    pub reason: Option<Cow<'static, str>>,
    /// The id of the request.
    pub request_id: RequestId,
    /// What the client called the request, if it did so in few, plain characters: chosen by the client, and not the id.
    pub client_request_id: Option<Box<str>>,
    /// The address of the client.
    pub client: Option<IpAddr>,
    /// The `User-Agent`, as sent.
    pub user_agent: Option<UserAgent>,
    /// The id of the authenticated caller.
    pub caller: Option<Arc<str>>,
    /// How the caller was authenticated.
    pub scheme: Option<&'static str>,
    /// The public id of the credential, such as a token's `jti`.
    pub credential: Option<Arc<str>>,
    /// From the arrival of the request to the end of the call.
    pub duration: Duration,
    /// How many refusals this event stands for besides its own: the last ones before it, of the same kind, on the same action, all
    /// of unknown callers or all of known ones, while there was no room to write them one by one. There is, besides the places of
    /// the queue, a quarter of their number for each of the two, and a quarter of that for one caller or one address. Always 0 for
    /// any other event: of what was let in, nothing is ever left out.
    pub unwritten: u64,
    /// What the call was about, if the function said so.
    pub resource: Option<Resource>,
    /// What the function added with [`AuditNote`](super::AuditNote).
    pub notes: Vec<Fact>,
    /// The validated input; of a [`RawBody`](crate::RawBody) its size and digest.
    pub input: Option<RecordedInput>,
    /// The part of the answer, if its body is made while it is sent.
    pub stream: Option<StreamPart>,
}

impl Event {
    /// The event of a call that arrived at `time` and ended in `outcome`.
    pub(crate) fn new(action: &'static ActionSpec, request_id: RequestId, time: Duration, outcome: Outcome) -> Self {
        Self {
            time,
            kind: EventKind::of((action.method, action.event), outcome, None, None, false),
            outcome,
            action,
            method: action.method.as_str(),
            status: None,
            code: None,
            reason: None,
            request_id,
            client_request_id: None,
            client: None,
            user_agent: None,
            caller: None,
            scheme: None,
            credential: None,
            duration: Duration::ZERO,
            unwritten: 0,
            resource: None,
            notes: Vec::new(),
            input: None,
            stream: None,
        }
    }

    /// The event of the end of the streamed answer that this is the head of.
    pub(crate) fn of_its_end(&self) -> Self {
        let mut end = Self { input: None, notes: Vec::new(), reason: None, ..self.clone() };
        // It waits as long as the stream is open.
        end.bound();
        end
    }

    /// The body has ended: why, and after how long and how many bytes.
    pub(super) fn end(&mut self, end: StreamEnd, bytes: u64, duration: Duration) {
        self.outcome = match end {
            StreamEnd::Complete => Outcome::Allowed,
            StreamEnd::CutOff => Outcome::Cancelled,
            StreamEnd::Failed => Outcome::Failed,
            StreamEnd::Panicked => Outcome::Panicked,
            StreamEnd::Idle => Outcome::TimedOut,
        };
        if !matches!(end, StreamEnd::Complete | StreamEnd::CutOff) {
            self.kind = EventKind::SYS_CRASH;
        }
        self.duration = duration;
        self.stream = Some(StreamPart::End { reason: end, bytes });
    }

    /// Whether it has its place among those for the ends of streams.
    pub(super) fn ends_a_stream(&self) -> bool {
        matches!(self.stream, Some(StreamPart::End { .. }))
    }

    /// Whether a guard refused the call: what anybody can cause at will.
    pub(super) fn is_refusal(&self) -> bool {
        self.outcome == Outcome::Refused
    }

    /// Who called, by its own word.
    pub(crate) fn set_user_agent(&mut self, bytes: &[u8]) {
        self.user_agent = Some(UserAgent::copied(bytes, LONGEST_NAME + MORE));
    }

    /// How the call was answered, and with that the kind of the event. `credentials`: the request presented some, whether or
    /// not they held.
    pub(crate) fn conclude(&mut self, status: Option<u16>, code: Option<Code>, credentials: bool) {
        self.kind = EventKind::of((self.action.method, self.action.event), self.outcome, status, code, credentials);
        self.status = status;
        self.code = code;
    }

    /// Says that the router answered by itself, a request with `method`. That there is no such route is no lack of a permission.
    pub(crate) fn describe_builtin(&mut self, method: &'static str) {
        self.method = method;
        if self.code == Some(Code::NOT_FOUND) {
            self.kind = EventKind::INPUT_VALIDATION_FAIL;
        }
    }

    /// Cuts off what a client or an error text made too long, before the event takes up a place in the queue: a stalled disk must
    /// not let long headers exhaust the memory.
    ///
    /// A little more stays than is ever shown, so that the writer sees that something is missing.
    pub(super) fn bound(&mut self) {
        for id in [&mut self.caller, &mut self.credential].into_iter().flatten() {
            if id.len() > LONGEST_NAME + MORE {
                *id = id.get(..id.ceil_char_boundary(LONGEST_NAME + 1)).unwrap_or_default().into();
            }
        }
        if let Some(resource) = &mut self.resource {
            resource.bound();
        }
        if let Some(Cow::Owned(reason)) = &mut self.reason
            && reason.len() > LONGEST_REASON + MORE
        {
            reason.truncate(reason.ceil_char_boundary(LONGEST_REASON + 1));
            reason.shrink_to_fit();
        }
    }

    /// The event as the vocabulary writes it: `authz_fail:42,change_role`, with the caller and what was called: the resource
    /// where the function named one, else the action.
    ///
    /// A caller that is not known is `-`. Whatever could be mistaken for structure, `%` `,` `:` and everything outside
    /// visible ASCII, is percent-encoded.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::with_capacity(64);
        let resource = self.resource.as_ref().map(|resource| shown_resource(resource.id()));
        self.write_text(&mut text, self.caller.as_deref().map(shown_id).as_deref(), resource.as_deref());
        // Visible ASCII is UTF-8.
        String::from_utf8(text).unwrap_or_default()
    }

    /// The same with the ids of the caller and the resource as they are shown.
    pub(super) fn write_text(&self, out: &mut Vec<u8>, caller: Option<&str>, resource: Option<&str>) {
        out.extend_from_slice(self.kind.as_str().as_bytes());
        out.push(b':');
        match caller {
            Some(caller) => write_encoded(out, caller),
            None => out.push(b'-'),
        }
        out.push(b',');
        match (&self.resource, resource) {
            (Some(resource), Some(id)) => {
                write_encoded(out, resource.kind());
                out.push(b'/');
                write_encoded(out, id);
            }
            _ => write_encoded(out, self.action.name),
        }
    }
}

/// How much longer a text may be that is cut when it is shown.
pub(super) const MORE: usize = 4;
/// The longest `User-Agent`, id of a caller or credential that is shown, in bytes.
pub(super) const LONGEST_NAME: usize = 256;
/// The longest reason that is shown, in bytes.
pub(super) const LONGEST_REASON: usize = 1024;
/// The longest part of an event's text, in bytes.
const LONGEST_PART: usize = 128;

fn write_encoded(out: &mut Vec<u8>, part: &str) {
    // Without a branch, so that the compiler looks at many bytes at once.
    let stays = |byte: u8| {
        byte.is_ascii_graphic() & (byte != b'%') & (byte != b',') & (byte != b':') & (byte != b'"') & (byte != b'\\')
    };
    let part = part.as_bytes().get(..LONGEST_PART).unwrap_or(part.as_bytes());
    if part.iter().fold(true, |all, byte| all & stays(*byte)) {
        return out.extend_from_slice(part);
    }
    for &byte in part {
        if stays(byte) {
            out.push(byte);
        } else {
            // Writing to a `Vec` does not fail.
            drop(write!(out, "%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::measure;

    #[test]
    fn long_texts_do_not_fill_the_queue() {
        let mut event = measure::event(1);
        event.set_user_agent(&[b'a'; 100_000]);
        event.caller = Some("é".repeat(100_000).into());
        event.credential = Some("x".repeat(100_000).into());
        event.resource = Some(Resource::new("user", "x".repeat(100_000)));
        event.reason = Some("é".repeat(100_000).into());
        event.bound();
        assert!(event.user_agent.as_ref().is_some_and(|agent| agent.as_bytes().len() < 300));
        assert!(event.caller.as_ref().is_some_and(|caller| caller.len() < 300));
        assert!(event.credential.as_ref().is_some_and(|credential| credential.len() < 300));
        assert!(event.resource.as_ref().is_some_and(|resource| resource.id().len() < 300));
        assert!(matches!(&event.reason, Some(Cow::Owned(reason)) if reason.capacity() < 1100));
        let mut line = Vec::new();
        event.write_json(&mut line);
        assert_eq!(String::from_utf8(line).unwrap().matches("[TRUNCATED]").count(), 5, "and the line says so");

        let mut head = measure::event(1);
        head.resource = Some(Resource::new("user", "x".repeat(100_000)));
        let end = head.of_its_end();
        assert!(end.resource.is_some_and(|resource| resource.id().len() < 300), "an open stream holds no more");

        let mut short = measure::event(1);
        short.set_user_agent(b"curl");
        short.reason = Some("no role".to_owned().into());
        short.bound();
        assert_eq!(short.user_agent.unwrap().as_bytes(), b"curl");
        assert_eq!(short.reason.unwrap(), "no role");
    }

    #[test]
    fn the_text_cannot_be_read_in_two_ways() {
        let mut event = measure::event(1);
        assert_eq!(event.text(), "sensitive_update:-,measured");
        event.caller = Some(Arc::from("eve,admin:\r\n%é"));
        assert_eq!(event.text(), "sensitive_update:eve%2Cadmin%3A%0D%0A%25%C3%A9,measured");
        event.resource = Some(Resource::new("user", "7"));
        event.caller = Some(Arc::from("42"));
        assert_eq!(event.text(), "sensitive_update:42,user/7");
    }
}
