//! `Refusal`: a guard's "no", with one part for the client and one for the log.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderValue, StatusCode};

use super::{Code, FieldErrors};

/// The limit that refused a request, by its name in `RateLimit-Policy`.
pub(crate) type QuotaViolation = Cow<'static, str>;

/// A guard's "no": status, code, what the client may know, what the log must know.
///
/// Authenticators make one with [`invalid_credentials`](Self::invalid_credentials) or, when they cannot decide, with
/// [`unavailable`](Self::unavailable). The reason goes to the log and the audit trail, never to the client; it must not
/// contain the credential.
pub struct Refusal(Box<Parts>);

struct Parts {
    status: StatusCode,
    code: Code,
    detail: Option<&'static str>,
    reason: Cow<'static, str>,
    challenges: Vec<HeaderValue>,
    retry_after: Option<u64>,
    violated: Vec<QuotaViolation>,
    fields: FieldErrors,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: Code, reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            detail: None,
            reason: reason.into(),
            challenges: Vec::new(),
            retry_after: None,
            violated: Vec::new(),
            fields: FieldErrors::new(),
        }))
    }

    /// 401: the request carries no credentials. The pipeline adds the challenges of all configured authenticators.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::UNAUTHENTICATED, "no credentials")
    }

    /// 401: the request carries credentials, and they do not hold.
    ///
    /// `reason` is for the log: `"expired"`, `"wrong audience"`.
    #[must_use]
    pub fn invalid_credentials(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::UNAUTHENTICATED, reason)
    }

    /// 401: the credentials hold, but the caller authenticated too long ago, or at another level than the action demands.
    pub(crate) fn step_up_required(reason: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::STEP_UP_REQUIRED, reason)
    }

    /// 400: the credentials are presented in a way that the scheme forbids (RFC 6750 `invalid_request`).
    #[must_use]
    pub fn malformed_credentials(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::MALFORMED_INPUT, reason)
    }

    /// 503: what the decision depends on is out of order. Never a 403, and never a pass.
    #[must_use]
    pub fn unavailable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::UNAVAILABLE, reason)
    }

    /// 403, which tells the client nothing about the rule.
    pub(crate) fn forbidden(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, Code::FORBIDDEN, reason)
    }

    /// 422: some fields are not acceptable.
    pub(crate) fn invalid(fields: FieldErrors) -> Self {
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::VALIDATION_ERROR, "validation failed");
        refusal.0.fields = fields;
        refusal
    }

    /// 400: the request cannot be read at all. `detail` is for the client and says nothing about values.
    pub(crate) fn malformed(detail: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::MALFORMED_INPUT, detail).with_detail(detail)
    }

    /// 500: the request shows that the service is set up wrongly.
    pub(crate) fn misconfigured(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::INTERNAL_ERROR, reason)
    }

    /// 429: `retry_after` is in whole seconds, never less than the limit needs.
    pub(crate) fn rate_limited(violated: Vec<QuotaViolation>, retry_after: u64) -> Self {
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, Code::RATE_LIMITED, "rate limit exceeded");
        refusal.0.retry_after = Some(retry_after);
        refusal.0.violated = violated;
        refusal
    }

    /// Says something to the client beyond the title.
    pub(crate) fn with_detail(mut self, detail: &'static str) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// Adds a `WWW-Authenticate` challenge; one that is there already is not repeated.
    pub(crate) fn with_challenge(mut self, challenge: HeaderValue) -> Self {
        if !self.0.challenges.contains(&challenge) {
            self.0.challenges.push(challenge);
        }
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The machine's word.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What the log must know.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    pub(crate) fn is_validation(&self) -> bool {
        self.0.code == Code::VALIDATION_ERROR
    }

    /// What the audit trail is told: the reason, and which fields were not acceptable.
    pub(crate) fn audit_reason(&self) -> Cow<'static, str> {
        if self.0.fields.is_empty() {
            return self.0.reason.clone();
        }
        let paths: Vec<_> = self.0.fields.iter().map(|(path, _)| path).collect();
        format!("{}: {}", self.0.reason, paths.join(", ")).into()
    }

    pub(crate) fn take_fields(&mut self) -> FieldErrors {
        std::mem::take(&mut self.0.fields)
    }

    pub(crate) fn challenges(&self) -> &[HeaderValue] {
        &self.0.challenges
    }

    /// What the client is told beyond the title.
    pub(crate) fn detail(&self) -> Option<&'static str> {
        self.0.detail
    }

    /// The fields that were not acceptable.
    pub(crate) fn fields(&self) -> &FieldErrors {
        &self.0.fields
    }

    /// When the client may come again, in seconds.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.0.retry_after
    }

    /// The limits that do not hold.
    pub(crate) fn violated(&self) -> &[QuotaViolation] {
        &self.0.violated
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("reason", &self.0.reason)
            .finish_non_exhaustive()
    }
}
