//! Problem documents (RFC 9457): the one way an error reaches a client.

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::Draft;
use crate::error::{ActionError, Code, FieldErrors, QuotaViolation, Refusal};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The type of a 429 problem, from the IETF rate-limit headers draft.
const QUOTA_EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";

/// What the client is told.
#[derive(Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) status: StatusCode,
    pub(crate) code: Code,
    pub(crate) detail: Option<&'a str>,
    pub(crate) errors: &'a FieldErrors,
    pub(crate) retry_after: Option<u64>,
    pub(crate) violated: &'a [QuotaViolation],
    /// Shown in development mode only.
    pub(crate) internal: Option<&'a str>,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "FieldErrors::is_empty")]
    errors: &'a FieldErrors,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(rename = "violated-policies", skip_serializing_if = "<[_]>::is_empty")]
    violated: &'a [QuotaViolation],
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<&'a str>,
}

impl<'a> Problem<'a> {
    /// What the client is told of a guard's "no".
    pub(crate) fn of_refusal(refusal: &'a Refusal) -> Self {
        Self {
            status: refusal.status(),
            code: refusal.code(),
            detail: refusal.detail(),
            errors: refusal.fields(),
            retry_after: refusal.retry_after(),
            violated: refusal.violated(),
            internal: Some(refusal.reason()),
        }
    }

    /// What the client is told of a function's failure; `reason` is what the log is told.
    pub(crate) fn of_failure(error: &'a ActionError, reason: &'a str) -> Self {
        Self {
            status: error.status(),
            code: error.code(),
            detail: error.message(),
            errors: error.fields(),
            retry_after: None,
            violated: &[],
            internal: Some(reason),
        }
    }

    /// The answer with this problem as its body. `development` adds the internal text.
    pub(crate) fn into_draft(self, request_id: &str, challenges: &[HeaderValue], development: bool) -> Draft {
        let title = self.code.title();
        let document = Document {
            kind: if self.code == Code::RATE_LIMITED { QUOTA_EXCEEDED } else { "about:blank" },
            title: &title,
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.as_str(),
            request_id,
            errors: self.errors,
            retry_after: self.retry_after,
            violated: self.violated,
            internal: self.internal.filter(|_| development),
        };
        let mut body = Vec::with_capacity(256);
        if serde_json::to_writer(&mut body, &document).is_err() {
            body.clear();
        }
        let mut draft = Draft::new(self.status, PROBLEM_JSON, body);
        if let Some(seconds) = self.retry_after {
            draft = draft.with(RETRY_AFTER, seconds.into());
        }
        challenges.iter().fold(draft, |draft, challenge| draft.with(WWW_AUTHENTICATE, challenge.clone()))
    }
}
