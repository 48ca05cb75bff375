//! Which kind of event each end of a call is.

use super::Outcome;
use crate::error::Code;
use crate::spec::{EventKind, Method, OwnEvent};

impl EventKind {
    /// The word for the end of a call of an action with `method`, which has a word of its `own`. `credentials`: the request
    /// presented some.
    pub(super) fn of(
        (method, own): (Method, Option<OwnEvent>),
        outcome: Outcome,
        status: Option<u16>,
        code: Option<Code>,
        credentials: bool,
    ) -> Self {
        let server_error = status.is_some_and(|status| status >= 500);
        match outcome {
            Outcome::TimedOut if status == Some(408) => Self::REQUEST_TIMEOUT,
            Outcome::Panicked | Outcome::TimedOut => Self::SYS_CRASH,
            Outcome::Refused | Outcome::Failed if server_error => Self::SYS_CRASH,
            Outcome::Refused => Self::of_refusal(own, status, code, credentials),
            Outcome::Failed => Self::of_failure(own, status, code),
            Outcome::Allowed if let Some(own) = own => own.done,
            Outcome::Cancelled if let Some(own) = own => own.cancelled,
            Outcome::Allowed | Outcome::Cancelled => match method {
                Method::Get => Self::SENSITIVE_READ,
                // RFC 9110, section 9.3.3: a POST that creates something answers 201.
                Method::Post if status == Some(201) => Self::SENSITIVE_CREATE,
                Method::Post | Method::Put | Method::Patch => Self::SENSITIVE_UPDATE,
                Method::Delete => Self::SENSITIVE_DELETE,
            },
        }
    }

    fn of_refusal(own: Option<OwnEvent>, status: Option<u16>, code: Option<Code>, credentials: bool) -> Self {
        const INPUT: [Code; 6] = [
            Code::MALFORMED_INPUT,
            Code::VALIDATION_ERROR,
            Code::PAYLOAD_TOO_LARGE,
            Code::UNSUPPORTED_MEDIA_TYPE,
            Code::METHOD_NOT_ALLOWED,
            Code::MISDIRECTED_REQUEST,
        ];
        match code {
            Some(Code::RATE_LIMITED) => Self::EXCESS_RATE_LIMIT_EXCEEDED,
            Some(code) if INPUT.contains(&code) => own.and_then(|own| own.failed).unwrap_or(Self::INPUT_VALIDATION_FAIL),
            // The credentials hold: what they are tried on is what they are not enough for.
            Some(Code::STEP_UP_REQUIRED) => Self::AUTHZ_FAIL,
            _ if status == Some(401) && credentials => Self::AUTHN_LOGIN_FAIL,
            _ => Self::AUTHZ_FAIL,
        }
    }

    fn of_failure(own: Option<OwnEvent>, status: Option<u16>, code: Option<Code>) -> Self {
        match (status, code) {
            (_, Some(Code::RATE_LIMITED)) => Self::EXCESS_RATE_LIMIT_EXCEEDED,
            _ if let Some(failed) = own.and_then(|own| own.failed) => failed,
            (_, Some(Code::STEP_UP_REQUIRED)) => Self::AUTHZ_FAIL,
            (Some(401), _) | (_, Some(Code::UNAUTHENTICATED)) => Self::AUTHN_LOGIN_FAIL,
            (Some(403), _) | (_, Some(Code::FORBIDDEN)) => Self::AUTHZ_FAIL,
            _ => Self::INPUT_VALIDATION_FAIL,
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
            (Refused, Some(405), Some(Code::METHOD_NOT_ALLOWED), Get, false, "input_validation_fail"),
            (Refused, Some(421), Some(Code::MISDIRECTED_REQUEST), Get, true, "input_validation_fail"),
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
            let kind = EventKind::of((method, None), outcome, status, code, credentials);
            assert_eq!(kind.as_str(), word, "{outcome:?} {status:?} {code:?} {method:?}");
        }
    }

    #[test]
    fn an_action_names_its_own_outcomes_and_no_other_end() {
        use Outcome::{Allowed, Cancelled, Failed, Panicked, Refused, TimedOut};

        for (outcome, status, code, sign_in, sign_up) in [
            (Allowed, Some(201), None, "authn_login_success", "user_created"),
            (Cancelled, None, None, "authn_login_fail", "user_created"),
            (Failed, Some(401), Some(Code::UNAUTHENTICATED), "authn_login_fail", "authn_login_fail"),
            (Failed, Some(403), Some(Code::FORBIDDEN), "authn_login_fail", "authz_fail"),
            (Failed, Some(409), Some(Code::CONFLICT), "authn_login_fail", "input_validation_fail"),
            (Failed, Some(429), Some(Code::RATE_LIMITED), "excess_rate_limit_exceeded", "excess_rate_limit_exceeded"),
            (Failed, Some(503), Some(Code::UNAVAILABLE), "sys_crash", "sys_crash"),
            (Refused, Some(422), Some(Code::VALIDATION_ERROR), "authn_login_fail", "input_validation_fail"),
            (Refused, Some(429), Some(Code::RATE_LIMITED), "excess_rate_limit_exceeded", "excess_rate_limit_exceeded"),
            (Refused, Some(403), Some(Code::FORBIDDEN), "authz_fail", "authz_fail"),
            (Refused, Some(503), Some(Code::UNAVAILABLE), "sys_crash", "sys_crash"),
            (TimedOut, Some(408), Some(Code::TIMEOUT), "request_timeout", "request_timeout"),
            (TimedOut, Some(503), Some(Code::TIMEOUT), "sys_crash", "sys_crash"),
            (Panicked, Some(500), Some(Code::INTERNAL_ERROR), "sys_crash", "sys_crash"),
        ] {
            for (own, word) in [("authn_login", sign_in), ("user_created", sign_up)] {
                let own = OwnEvent::named(own);
                let kind = EventKind::of((Method::Post, own), outcome, status, code, false);
                assert_eq!(kind.as_str(), word, "{own:?}: {outcome:?} {status:?} {code:?}");
            }
        }
    }
}
