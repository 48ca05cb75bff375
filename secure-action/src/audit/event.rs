//! `Event`: what one call of an action leaves in the trail.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::action::ActionSpec;
use crate::error::Code;
use crate::request::RequestId;

/// What one call of an action leaves in the trail.
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

/// The type of an event, in the words of the OWASP logging vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventKind(&'static str);
