//! Stages 12 and 13: the answer, dressed and sanitized, and its event in the audit trail.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use http::{HeaderValue, StatusCode};
use tracing::Span;

use super::ended::Ended;
use super::exchange::{Exchange, Progress};
use super::panic_text::panic_text;
use super::stream::{End, watched};
use crate::answer::{Draft, Problem, Response};
use crate::audit::{Event, Outcome, StreamPart, TrailEnded, shown};
use crate::error::{ActionError, Code, Refusal};
use crate::spec::{Access, AuditMode};

impl Exchange<'_> {
    /// Makes the answer, records the event, and gives the answer its headers.
    pub(super) fn conclude(&mut self, ended: Ended) -> Concluded {
        let Conclusion { mut draft, outcome, code, reason } = self.conclusion(ended);
        if draft.is_streaming() && self.head_only {
            draft = draft.head_only();
        }
        let (stored, end) = self.record(&draft, outcome, code, reason);
        if let Some(end) = end {
            draft = draft.watched(|body, length| watched(body, length, end));
        }
        let response = self.dress(draft);
        match stored {
            None => Concluded::Now(response),
            Some(stored) => Concluded::OnceStored(response, stored),
        }
    }

    /// The answer, once its event is stored; a 503 if it cannot be.
    pub(super) fn once_stored<'a>(&'a mut self, response: Response, stored: Stored) -> BoxFuture<'a, Response> {
        Box::pin(async move {
            if matches!(tokio::time::timeout(self.guard.spec.timeout, stored).await, Ok(Ok(()))) {
                return response;
            }
            tracing::error!(request_id = %self.request_id, "the audit event was not stored in time");
            let refusal = Refusal::unavailable("the audit event was not stored in time");
            tell_span(refusal.status(), Some(refusal.code()));
            self.dress(Problem::of_refusal(&refusal).into_draft(self.request_id.as_str(), &[], self.shows_internals()))
        })
    }

    fn dress(&mut self, draft: Draft) -> Response {
        let standing = self.guard.limits.header(&self.consumed);
        let mut response = self.guard.headers.dress(draft, &self.request_id, standing, self.now.unix_seconds());
        self.outgoing.write_to(response.headers_mut());
        response
    }

    fn conclusion(&self, ended: Ended) -> Conclusion {
        match ended {
            Ended::Answered(draft) => match self.decisions.fault() {
                None => Conclusion { draft, outcome: Outcome::Allowed, code: None, reason: None },
                // Not for the classifiers: none of them may make anything public of it.
                Some(fault) => self.failed(&ActionError::internal(fault)),
            },
            Ended::Refused(refusal) => self.refused(Outcome::Refused, &refusal),
            Ended::Failed(error) => self.failed(&self.classified(error)),
            Ended::Panicked(panic) => {
                tracing::error!(request_id = %self.request_id, panic = &*shown(panic_text(&*panic)), "the action panicked");
                self.refused(Outcome::Panicked, &Refusal::misconfigured("panicked"))
            }
            Ended::TimedOut => self.timed_out(),
            // Who ended only its half of the connection is told.
            Ended::BrokenOff => self.refused(Outcome::Cancelled, &Refusal::malformed("the body ended early")),
        }
    }

    fn refused(&self, outcome: Outcome, refusal: &Refusal) -> Conclusion {
        if refusal.status().is_server_error() && outcome == Outcome::Refused {
            tracing::error!(request_id = %self.request_id, reason = &*shown(refusal.reason()), "the request could not be decided");
        }
        Conclusion {
            draft: Problem::of_refusal(refusal).into_draft(
                self.request_id.as_str(),
                &self.challenges(refusal.status(), refusal.challenges()),
                self.shows_internals(),
            ),
            outcome,
            code: Some(refusal.code()),
            reason: Some(refusal.audit_reason()),
        }
    }

    fn failed(&self, error: &ActionError) -> Conclusion {
        let reason = error.reason();
        if error.status().is_server_error() {
            let told = &*shown(&reason);
            tracing::error!(request_id = %self.request_id, code = %error.code(), reason = told, "the action failed");
        }
        Conclusion {
            draft: Problem::of_failure(error, &reason).into_draft(
                self.request_id.as_str(),
                &self.challenges(error.status(), &[]),
                self.shows_internals(),
            ),
            outcome: Outcome::Failed,
            code: Some(error.code()),
            reason: Some(reason.into()),
        }
    }

    /// The challenges of an answer. A 401 must have one (RFC 9110, section 15.5.2): one that brings none, as a function's own
    /// does, gets those of the schemes that the action accepts.
    fn challenges<'r>(&self, status: StatusCode, own: &'r [HeaderValue]) -> Cow<'r, [HeaderValue]> {
        if status != StatusCode::UNAUTHORIZED || !own.is_empty() {
            return Cow::Borrowed(own);
        }
        let schemes = match &self.guard.spec.access {
            Access::Public => &[],
            Access::Guarded(requirement) => requirement.schemes,
        };
        Cow::Owned(self.guard.core.authenticators.challenges(schemes))
    }

    fn timed_out(&self) -> Conclusion {
        let (status, code, reason) = match self.progress {
            Progress::Receiving => (StatusCode::REQUEST_TIMEOUT, Code::TIMEOUT, "the body did not arrive in time"),
            _ if self.slot.is_none() => (StatusCode::SERVICE_UNAVAILABLE, Code::UNAVAILABLE, "the audit trail is full"),
            _ => (StatusCode::SERVICE_UNAVAILABLE, Code::TIMEOUT, "the answer was not ready in time"),
        };
        if status.is_server_error() {
            tracing::error!(request_id = %self.request_id, reason, "the deadline passed");
        }
        let refusal = Refusal::new(status, code, reason);
        Conclusion {
            draft: Problem::of_refusal(&refusal).into_draft(self.request_id.as_str(), &[], self.shows_internals()),
            outcome: Outcome::TimedOut,
            code: Some(code),
            reason: Some(reason.into()),
        }
    }

    /// Gives the application's classifiers a look at an internal error and everything that caused it.
    fn classified(&self, error: ActionError) -> ActionError {
        if !error.is_internal() {
            return error;
        }
        let mut next: Option<&(dyn Error + 'static)> = error.cause().map(|cause| cause as _);
        while let Some(cause) = next {
            if let Some(classified) = self.guard.core.classifiers.iter().find_map(|classify| classify(cause)) {
                return classified.caused_by(error.reason());
            }
            next = cause.source();
        }
        error
    }

    fn shows_internals(&self) -> bool {
        let address = self.client.map(|client| client.address);
        self.guard.core.development.is_some_and(|development| development.shows_to(address))
    }

    /// Records the event; the wait for its storage where the action promised it, and the end of a stream, which is recorded later.
    fn record(
        &mut self,
        draft: &Draft,
        outcome: Outcome,
        code: Option<Code>,
        reason: Option<Cow<'static, str>>,
    ) -> (Option<Stored>, Option<End>) {
        let status = draft.status();
        tell_span(status, code);
        let mut event = self.event(outcome, Some(status.as_u16()), code);
        event.reason = reason;
        self.guard.meters.record(outcome, event.duration);
        let end = if draft.is_streaming() && !self.head_only { self.end_of(&mut event) } else { None };
        let Some(slot) = self.slot.take() else {
            return (None, end);
        };
        let stored: Option<Stored> = match self.guard.spec.audit {
            AuditMode::Off if outcome == Outcome::Allowed => None,
            AuditMode::Durable => Some(Box::pin(slot.record_durably(event))),
            AuditMode::Recorded | AuditMode::Off => {
                slot.record(event);
                None
            }
        };
        (stored, end)
    }

    /// The end of the stream that `head` is the event of.
    fn end_of(&mut self, head: &mut Event) -> Option<End> {
        let slot = self.stream.take()?;
        head.stream = Some(StreamPart::Head);
        Some(End {
            slot,
            event: head.of_its_end(),
            core: Arc::clone(&self.guard.core),
            quiet: self.guard.spec.audit == AuditMode::Off,
            arrived: self.now.elapsed,
        })
    }
}

/// An answer that is ready, or one that has promised to wait.
pub(super) enum Concluded {
    Now(Response),
    OnceStored(Response, Stored),
}

/// Boxed, because few actions promise it and every call would carry the room for it.
type Stored = BoxFuture<'static, Result<(), TrailEnded>>;

struct Conclusion {
    draft: Draft,
    outcome: Outcome,
    code: Option<Code>,
    reason: Option<Cow<'static, str>>,
}

/// How the call ended, for its span.
fn tell_span(status: StatusCode, code: Option<Code>) {
    let span = Span::current();
    span.record("http.response.status_code", status.as_u16());
    if let Some(code) = code {
        span.record("error.type", code.as_str());
    }
}
