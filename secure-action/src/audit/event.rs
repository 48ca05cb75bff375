//! `Event`: what one call of an action leaves in the trail.

use std::borrow::Cow;
use std::fmt::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{EventKind, Fact, RecordedInput, Resource};
use crate::action::ActionSpec;
use crate::error::Code;
use crate::request::RequestId;

/// What one call of an action leaves in the trail.
///
/// Making one allocates nothing: its texts are constants, or shared with the request. What an event shows of the input and
/// of the function's own facts is redacted before anything outside the trail can see it, `Debug` included.
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
    /// The status of the answer; `None` if the client was gone before there was one.
    pub status: Option<u16>,
    /// The machine's word of the problem.
    pub code: Option<Code>,
    /// Why, in words for the log.
    pub reason: Option<Cow<'static, str>>,
    /// The id of the request.
    pub request_id: RequestId,
    /// The address of the client.
    pub client: Option<IpAddr>,
    /// The `User-Agent`, as sent.
    pub user_agent: Option<HeaderValue>,
    /// The id of the authenticated caller.
    pub caller: Option<Arc<str>>,
    /// How the caller was authenticated.
    pub scheme: Option<&'static str>,
    /// The public id of the credential, such as a token's `jti`.
    pub credential: Option<Arc<str>>,
    /// From the arrival of the request to the end of the call.
    pub duration: Duration,
    /// What the call was about, if the function said so.
    pub resource: Option<Resource>,
    /// What the function added with [`AuditNote`].
    pub notes: Vec<Fact>,
    /// The validated input.
    pub input: Option<RecordedInput>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The function ran and succeeded.
    Allowed,
    /// A guard refused before the function ran.
    Refused,
    /// The function ran and failed.
    Failed,
    /// Something panicked.
    Panicked,
    /// The deadline passed.
    TimedOut,
    /// The client went away before the answer.
    Cancelled,
}

impl Outcome {
    /// Every outcome, in order of declaration.
    pub(crate) const ALL: [Self; 6] =
        [Self::Allowed, Self::Refused, Self::Failed, Self::Panicked, Self::TimedOut, Self::Cancelled];

    /// The word in the trail: `"timed_out"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Event {
    /// The event of a call that arrived at `time` and ended in `outcome`.
    pub(crate) fn new(action: &'static ActionSpec, request_id: RequestId, time: Duration, outcome: Outcome) -> Self {
        Self {
            time,
            kind: EventKind::of(action.method, outcome, None, None, false),
            outcome,
            action,
            status: None,
            code: None,
            reason: None,
            request_id,
            client: None,
            user_agent: None,
            caller: None,
            scheme: None,
            credential: None,
            duration: Duration::ZERO,
            resource: None,
            notes: Vec::new(),
            input: None,
        }
    }

    /// How the call was answered, and with that the kind of the event. `credentials`: the request presented some, whether or
    /// not they held.
    pub(crate) fn conclude(&mut self, status: Option<u16>, code: Option<Code>, credentials: bool) {
        self.kind = EventKind::of(self.action.method, self.outcome, status, code, credentials);
        self.status = status;
        self.code = code;
    }

    /// The event as the vocabulary writes it: `authz_fail:42,change_role`, with the caller and what was called: the resource
    /// where the function named one, else the action.
    ///
    /// A caller that is not known is `-`. Whatever could be mistaken for structure, `%` `,` `:` and everything outside
    /// visible ASCII, is percent-encoded.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(64);
        text.push_str(self.kind.as_str());
        text.push(':');
        match &self.caller {
            Some(caller) => push_encoded(&mut text, caller),
            None => text.push('-'),
        }
        text.push(',');
        match &self.resource {
            Some(resource) => {
                push_encoded(&mut text, resource.kind());
                text.push('/');
                push_encoded(&mut text, resource.id());
            }
            None => text.push_str(self.action.name),
        }
        text
    }

    /// Appends the event as one JSON object, without a line break: what [`JsonLines`](super::JsonLines) writes.
    ///
    /// The bytes are UTF-8, the order of the members is fixed, and absent members are left out.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        super::json::write(out, self);
    }
}

/// The longest part of an event's text, in bytes.
const LONGEST_PART: usize = 128;

fn push_encoded(out: &mut String, part: &str) {
    for byte in part.bytes().take(LONGEST_PART) {
        if byte.is_ascii_graphic() && !b"%,:\"\\".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::measure;

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
