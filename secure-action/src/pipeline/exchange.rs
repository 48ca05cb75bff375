//! `Exchange`: what is known so far about one request, and the guard that records it whatever happens.

use futures_util::future::BoxFuture;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::request::Parts;
use http::{HeaderValue, Method};
use tracing::{Span, field};

use super::ended::Ended;
use super::guard::Guard;
use crate::audit::{AuditNote, Event, EventKind, Outcome, RecordedInput, Resource, Slot, StreamSlot};
use crate::authn::Outgoing;
use crate::authz::Decisions;
use crate::caller::Caller;
use crate::error::Code;
use crate::rate_limit::Consumed;
use crate::request::{ClientAddress, Moment, RequestId};

/// What is known so far about one request.
///
/// If it goes out of scope without an answer, the client is gone: the event that was promised a place is recorded then.
pub(super) struct Exchange<'m> {
    pub(super) guard: &'m Guard,
    pub(super) now: Moment,
    pub(super) request_id: RequestId,
    /// The method of what the router answers by itself.
    pub(super) builtin: Option<&'static str>,
    /// What the client called the request, where that is not its id.
    pub(super) client_request_id: Option<Box<str>>,
    pub(super) user_agent: Option<HeaderValue>,
    /// Whether the request presented credentials, good or bad.
    pub(super) credentials: bool,
    pub(super) client: Option<ClientAddress>,
    pub(super) caller: Option<Caller>,
    /// What authenticators leave for the answer.
    pub(super) outgoing: Outgoing,
    pub(super) consumed: Consumed,
    pub(super) input: Option<RecordedInput>,
    pub(super) note: Option<AuditNote>,
    /// What the function is left to decide.
    pub(super) decisions: Decisions,
    /// What the call is about, once the pipeline knows.
    pub(super) resource: Option<Resource>,
    pub(super) slot: Option<Slot>,
    /// The place of the end of the answer, where that may be streamed.
    pub(super) stream: Option<StreamSlot>,
    /// Whether only the head of the answer is asked for.
    pub(super) head_only: bool,
    pub(super) progress: Progress,
}

/// How far the request came; decides what a passed deadline means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Guarding,
    Receiving,
    Running,
}

impl<'m> Exchange<'m> {
    pub(super) fn begin(guard: &'m Guard, parts: &Parts) -> Self {
        Self {
            guard,
            now: guard.core.clock.now(),
            request_id: guard.core.request_ids.next(),
            builtin: None,
            client_request_id: None,
            user_agent: parts.headers.get(USER_AGENT).cloned(),
            credentials: parts.headers.contains_key(AUTHORIZATION),
            client: None,
            caller: None,
            outgoing: Outgoing::new(),
            consumed: Consumed::new(),
            input: None,
            note: None,
            decisions: Decisions::default(),
            resource: None,
            slot: None,
            stream: None,
            head_only: parts.method == Method::HEAD,
            progress: Progress::Guarding,
        }
    }

    /// The span of the call, with the names of the OpenTelemetry conventions for HTTP servers. `method` is the request's own: a
    /// `HEAD` runs the action of a `GET`.
    pub(super) fn span(&self, method: &Method) -> Span {
        let spec = self.guard.spec;
        let span = tracing::info_span!(
            "action",
            otel.kind = "server",
            otel.name = %format_args!("{method} {}", spec.path),
            action = spec.name,
            "http.request.method" = method.as_str(),
            "http.route" = spec.path,
            "http.response.status_code" = field::Empty,
            "client.address" = field::Empty,
            "client.request_id" = field::Empty,
            "enduser.id" = field::Empty,
            "error.type" = field::Empty,
            request_id = %self.request_id,
        );
        // A span that nobody listens to would still be offered to the `log` crate at each step.
        if span.is_disabled() { Span::none() } else { span }
    }

    /// Gives back what limits counted that count failures only, if the function has succeeded: answered with a status below 400,
    /// and decided everything that it was left to decide. Whatever else ended the call stays counted.
    pub(super) fn give_back(&mut self, ended: &Ended) -> Option<BoxFuture<'m, ()>> {
        let succeeded =
            matches!(ended, Ended::Answered(draft) if draft.status().as_u16() < 400) && self.decisions.fault().is_none();
        if !succeeded || self.consumed.owes_nothing() {
            return None;
        }
        let guard = self.guard;
        guard.limits.give_back(&guard.core.limiter, guard.core.clock.elapsed(), &mut self.consumed)
    }

    /// The audit event of the call as far as it came.
    pub(super) fn event(&mut self, outcome: Outcome, status: Option<u16>, code: Option<Code>) -> Event {
        let spec = self.guard.spec;
        let identity = self.caller.as_ref().map(Caller::identity);
        let mut event = Event::new(spec, self.request_id.clone(), self.now.unix, outcome);
        event.conclude(status, code, self.credentials);
        if outcome == Outcome::Cancelled && self.progress != Progress::Running {
            event.kind = EventKind::CLIENT_DISCONNECT;
        }
        if let Some(method) = self.builtin {
            event.describe_builtin(method);
        }
        event.client = self.client.map(|client| client.address);
        event.client_request_id = self.client_request_id.take();
        if let Some(agent) = &self.user_agent {
            event.set_user_agent(agent.as_bytes());
        }
        event.caller = identity.map(|identity| identity.subject().clone());
        event.scheme = self.caller.as_ref().map(Caller::authenticator);
        event.credential = identity.and_then(|identity| identity.credential().cloned());
        event.duration = self.guard.core.clock.elapsed().saturating_sub(self.now.elapsed);
        event.input = self.input.take();
        event.resource = self.resource.take().map(|resource| self.guard.named(resource));
        if let Some(note) = self.note.take() {
            note.write_to(&mut event);
        }
        event
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            let event = self.event(Outcome::Cancelled, None, None);
            self.guard.meters.record(Outcome::Cancelled, event.duration);
            slot.record(event);
        }
    }
}
