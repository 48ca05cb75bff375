//! `EventKind`: the type of an event, in the words of the OWASP logging vocabulary.

use std::fmt;

use super::Outcome;
use crate::error::Code;
use crate::spec::Method;

/// The type of an event, in the words of the [OWASP logging vocabulary].
///
/// The vocabulary names what is worth an alert, not every call. Each end of a call gets the word that comes nearest:
///
/// | the call | kind |
/// |---|---|
/// | refused: credentials that do not hold; or failed with 401 in the function, as a sign-in does | `authn_login_fail` |
/// | refused: no credentials, role, permission or scope missing, an authentication too old or of another level, encryption demanded, any other guard's 4xx | `authz_fail` |
/// | refused: rate limit | `excess_rate_limit_exceeded` |
/// | refused or failed: malformed, too large, wrong media type, invalid, or any other 4xx that the function chose | `input_validation_fail` |
/// | the client did not send its request in time (408) | `request_timeout` |
/// | cancelled before the function was called | `client_disconnect` |
/// | refused or failed with a 5xx, panicked, not ready in time | `sys_crash` |
/// | allowed or cancelled: `GET` | `sensitive_read` |
/// | allowed or cancelled: `POST` answered with 201 | `sensitive_create` |
/// | allowed or cancelled: `PUT`, `PATCH`, any other `POST` | `sensitive_update` |
/// | allowed or cancelled: `DELETE` | `sensitive_delete` |
///
/// A cancelled call whose function ran may have done its work before the client went away, so it counts as done; [`Outcome`] tells the two apart.
///
/// [OWASP logging vocabulary]: https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventKind(&'static str);

impl EventKind {
    /// Credentials were presented, and they did not hold.
    pub const AUTHN_LOGIN_FAIL: Self = Self("authn_login_fail");
    /// Someone tried to use what they may not.
    pub const AUTHZ_FAIL: Self = Self("authz_fail");
    /// A rate limit was exceeded.
    pub const EXCESS_RATE_LIMIT_EXCEEDED: Self = Self("excess_rate_limit_exceeded");
    /// The request was not acceptable.
    pub const INPUT_VALIDATION_FAIL: Self = Self("input_validation_fail");
    /// The client did not send its request in time. Not a word of the vocabulary, which has none for it.
    pub const REQUEST_TIMEOUT: Self = Self("request_timeout");
    /// The client went away before its call began. Not a word of the vocabulary, which has none for it.
    pub const CLIENT_DISCONNECT: Self = Self("client_disconnect");
    /// Something was created.
    pub const SENSITIVE_CREATE: Self = Self("sensitive_create");
    /// Something was read.
    pub const SENSITIVE_READ: Self = Self("sensitive_read");
    /// Something was changed.
    pub const SENSITIVE_UPDATE: Self = Self("sensitive_update");
    /// Something was deleted.
    pub const SENSITIVE_DELETE: Self = Self("sensitive_delete");
    /// The service failed.
    pub const SYS_CRASH: Self = Self("sys_crash");

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The word for the end of a call of an action with `method`. `credentials`: the request presented some.
    pub(crate) fn of(method: Method, outcome: Outcome, status: Option<u16>, code: Option<Code>, credentials: bool) -> Self {
        let server_error = status.is_some_and(|status| status >= 500);
        match outcome {
            Outcome::TimedOut if status == Some(408) => Self::REQUEST_TIMEOUT,
            Outcome::Panicked | Outcome::TimedOut => Self::SYS_CRASH,
            Outcome::Refused | Outcome::Failed if server_error => Self::SYS_CRASH,
            Outcome::Refused => Self::of_refusal(status, code, credentials),
            Outcome::Failed => Self::of_failure(status, code),
            Outcome::Allowed | Outcome::Cancelled => match method {
                Method::Get => Self::SENSITIVE_READ,
                // RFC 9110, section 9.3.3: a POST that creates something answers 201.
                Method::Post if status == Some(201) => Self::SENSITIVE_CREATE,
                Method::Post | Method::Put | Method::Patch => Self::SENSITIVE_UPDATE,
                Method::Delete => Self::SENSITIVE_DELETE,
            },
        }
    }

    fn of_refusal(status: Option<u16>, code: Option<Code>, credentials: bool) -> Self {
        const INPUT: [Code; 4] =
            [Code::MALFORMED_INPUT, Code::VALIDATION_ERROR, Code::PAYLOAD_TOO_LARGE, Code::UNSUPPORTED_MEDIA_TYPE];
        match code {
            Some(Code::RATE_LIMITED) => Self::EXCESS_RATE_LIMIT_EXCEEDED,
            Some(code) if INPUT.contains(&code) => Self::INPUT_VALIDATION_FAIL,
            // The credentials hold: what they are tried on is what they are not enough for.
            Some(Code::STEP_UP_REQUIRED) => Self::AUTHZ_FAIL,
            _ if status == Some(401) && credentials => Self::AUTHN_LOGIN_FAIL,
            _ => Self::AUTHZ_FAIL,
        }
    }

    fn of_failure(status: Option<u16>, code: Option<Code>) -> Self {
        match (status, code) {
            (_, Some(Code::STEP_UP_REQUIRED)) => Self::AUTHZ_FAIL,
            (Some(401), _) | (_, Some(Code::UNAUTHENTICATED)) => Self::AUTHN_LOGIN_FAIL,
            (Some(403), _) | (_, Some(Code::FORBIDDEN)) => Self::AUTHZ_FAIL,
            (_, Some(Code::RATE_LIMITED)) => Self::EXCESS_RATE_LIMIT_EXCEEDED,
            _ => Self::INPUT_VALIDATION_FAIL,
        }
    }

    /// How loud the event is. The vocabulary's own levels, except that what succeeded is `INFO`: the vocabulary means data
    /// marked as sensitive, the trail records every action.
    #[must_use]
    pub fn level(self) -> Level {
        const DONE: [EventKind; 4] =
            [EventKind::SENSITIVE_READ, EventKind::SENSITIVE_CREATE, EventKind::SENSITIVE_UPDATE, EventKind::SENSITIVE_DELETE];
        match self {
            Self::AUTHZ_FAIL => Level::Critical,
            kind if DONE.contains(&kind) => Level::Info,
            _ => Level::Warn,
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How loud an event is, in the words of the OWASP logging vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Business as usual.
    Info,
    /// Worth counting.
    Warn,
    /// Worth a look.
    Critical,
}

impl Level {
    /// The word: `"INFO"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Critical => "CRITICAL",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_a_call_has_its_word() {
        use Method::{Delete, Get, Patch, Post, Put};
        use Outcome::{Allowed, Cancelled, Failed, Panicked, Refused, TimedOut};

        let own = Code::new("OUT_OF_STOCK");
        for (outcome, status, code, method, credentials, word) in [
            (Refused, Some(401), Some(Code::UNAUTHENTICATED), Get, false, "authz_fail"),
            (Refused, Some(401), Some(Code::UNAUTHENTICATED), Get, true, "authn_login_fail"),
            (Refused, Some(401), Some(Code::STEP_UP_REQUIRED), Get, true, "authz_fail"),
            (Failed, Some(401), Some(Code::STEP_UP_REQUIRED), Post, true, "authz_fail"),
            (Refused, Some(400), Some(Code::MALFORMED_INPUT), Post, true, "input_validation_fail"),
            (Refused, Some(403), Some(Code::FORBIDDEN), Post, true, "authz_fail"),
            (Refused, Some(403), Some(Code::HTTPS_REQUIRED), Post, false, "authz_fail"),
            (Refused, Some(429), Some(Code::RATE_LIMITED), Post, false, "excess_rate_limit_exceeded"),
            (Refused, Some(413), Some(Code::PAYLOAD_TOO_LARGE), Put, true, "input_validation_fail"),
            (Refused, Some(415), Some(Code::UNSUPPORTED_MEDIA_TYPE), Put, true, "input_validation_fail"),
            (Refused, Some(422), Some(Code::VALIDATION_ERROR), Put, true, "input_validation_fail"),
            (Refused, Some(503), Some(Code::UNAVAILABLE), Put, true, "sys_crash"),
            (Failed, Some(401), Some(Code::new("WRONG_PASSWORD")), Post, false, "authn_login_fail"),
            (Failed, Some(403), Some(Code::FORBIDDEN), Post, true, "authz_fail"),
            (Failed, Some(404), Some(Code::NOT_FOUND), Get, true, "input_validation_fail"),
            (Failed, Some(409), Some(own), Post, true, "input_validation_fail"),
            (Failed, Some(500), Some(Code::INTERNAL_ERROR), Post, true, "sys_crash"),
            (Panicked, Some(500), Some(Code::INTERNAL_ERROR), Get, true, "sys_crash"),
            (TimedOut, Some(408), Some(Code::TIMEOUT), Post, false, "request_timeout"),
            (TimedOut, Some(503), Some(Code::TIMEOUT), Get, true, "sys_crash"),
            (Cancelled, None, None, Delete, true, "sensitive_delete"),
            (Allowed, Some(200), None, Get, true, "sensitive_read"),
            (Allowed, Some(201), None, Post, true, "sensitive_create"),
            (Allowed, Some(200), None, Post, true, "sensitive_update"),
            (Allowed, Some(200), None, Put, true, "sensitive_update"),
            (Allowed, Some(204), None, Patch, true, "sensitive_update"),
            (Allowed, Some(204), None, Delete, true, "sensitive_delete"),
        ] {
            let kind = EventKind::of(method, outcome, status, code, credentials);
            assert_eq!(kind.as_str(), word, "{outcome:?} {status:?} {code:?} {method:?}");
        }
    }
}
