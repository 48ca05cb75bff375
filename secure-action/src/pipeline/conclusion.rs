//! Stages 12 and 13: the answer, dressed and sanitized, and its event in the audit trail.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error;

use http::{HeaderName, StatusCode};
use tracing::Span;

use super::exchange::{Exchange, Progress};
use crate::action::AuditMode;
use crate::answer::Response;
use crate::audit::Outcome;
use crate::error::{ActionError, Code, Refusal};
use crate::rate_limit::RATE_LIMIT;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How the stages ended.
pub(super) enum Ended {
    Answered(Response),
    Refused(Refusal),
    Failed(ActionError),
    Panicked(Box<dyn Any + Send>),
    TimedOut,
}

impl Exchange<'_> {
    /// Makes the answer, records the event, and gives the answer its headers.
    pub(super) async fn conclude(&mut self, ended: Ended) -> Response {
        let conclusion = self.conclusion(ended);
        let response = self.record(conclusion).await;
        self.dress(response)
    }

    fn conclusion(&self, ended: Ended) -> Conclusion {
        match ended {
            Ended::Answered(response) => Conclusion { response, outcome: Outcome::Allowed, code: None, reason: None },
            Ended::Refused(refusal) => self.refused(Outcome::Refused, &refusal),
            Ended::Failed(error) => self.failed(&self.classified(error)),
            Ended::Panicked(panic) => {
                tracing::error!(request_id = %self.request_id, panic = panic_text(&*panic), "the action panicked");
                self.refused(Outcome::Panicked, &Refusal::misconfigured("panicked"))
            }
            Ended::TimedOut => self.timed_out(),
        }
    }

    fn refused(&self, outcome: Outcome, refusal: &Refusal) -> Conclusion {
        if refusal.status().is_server_error() && outcome == Outcome::Refused {
            tracing::error!(request_id = %self.request_id, reason = refusal.reason(), "the request could not be decided");
        }
        Conclusion {
            response: refusal.problem().into_response(self.request_id.as_str(), refusal.challenges(), self.shows_internals()),
            outcome,
            code: Some(refusal.code()),
            reason: Some(refusal.audit_reason()),
        }
    }

    fn failed(&self, error: &ActionError) -> Conclusion {
        let reason = error.reason();
        if error.is_internal() {
            tracing::error!(request_id = %self.request_id, code = %error.code(), reason, "the action failed");
        }
        Conclusion {
            response: error.problem(&reason).into_response(self.request_id.as_str(), &[], self.shows_internals()),
            outcome: Outcome::Failed,
            code: Some(error.code()),
            reason: Some(reason.into()),
        }
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
            response: refusal.problem().into_response(self.request_id.as_str(), &[], self.shows_internals()),
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
            if let Some(public) = self.guard.core.classifiers.iter().find_map(|classify| classify(cause)) {
                return public.because(error.reason());
            }
            next = cause.source();
        }
        error
    }

    fn shows_internals(&self) -> bool {
        let address = self.client.map(|client| client.address);
        self.guard.core.development.is_some_and(|development| development.shows_to(address))
    }

    /// Writes the event; an answer that promised to wait for it and cannot becomes a 503.
    async fn record(&mut self, conclusion: Conclusion) -> Response {
        let Conclusion { response, outcome, code, reason } = conclusion;
        let status = response.status();
        let span = Span::current();
        span.record("http.response.status_code", status.as_u16());
        if let Some(code) = code {
            span.record("error.type", code.as_str());
        }
        let mut event = self.event(outcome, Some(status.as_u16()), code);
        event.reason = reason;
        self.guard.meters.record(outcome, event.duration);
        let mode = self.guard.spec.audit;
        let Some(slot) = self.slot.take() else {
            return response;
        };
        match mode {
            AuditMode::Off if outcome == Outcome::Allowed => response,
            AuditMode::Durable => {
                let stored = tokio::time::timeout(self.guard.spec.timeout, slot.record_durably(event)).await;
                if matches!(stored, Ok(Ok(()))) {
                    return response;
                }
                tracing::error!(request_id = %self.request_id, "the audit event was not stored in time");
                let refusal = Refusal::unavailable("the audit event was not stored in time");
                refusal.problem().into_response(self.request_id.as_str(), &[], self.shows_internals())
            }
            AuditMode::Recorded | AuditMode::Off => {
                slot.record(event);
                response
            }
        }
    }

    /// Gives the answer the headers that every answer has. What the answer set itself stays.
    fn dress(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        self.guard.headers.complete(headers);
        headers.insert(X_REQUEST_ID, self.request_id.header());
        if let Some(state) = self.guard.limits.header(&self.consumed) {
            headers.insert(RATE_LIMIT, state);
        }
        response
    }
}

struct Conclusion {
    response: Response,
    outcome: Outcome,
    code: Option<Code>,
    reason: Option<Cow<'static, str>>,
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}
