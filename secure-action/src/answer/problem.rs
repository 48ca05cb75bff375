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

/// What most problems have nothing of.
#[derive(Serialize)]
struct Particulars<'a> {
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
        let mut draft = Draft::new(self.status, PROBLEM_JSON, self.document(request_id, development));
        if let Some(seconds) = self.retry_after {
            draft = draft.with(RETRY_AFTER, seconds.into());
        }
        challenges.iter().fold(draft, |draft, challenge| draft.with(WWW_AUTHENTICATE, challenge.clone()))
    }

    /// The problem as JSON. Whoever floods a service gets one for each request: the members that every problem has are written without
    /// serde, which looks at each character of them.
    fn document(&self, request_id: &str, development: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(b"{\"type\":");
        write_text(&mut out, if self.code == Code::RATE_LIMITED { QUOTA_EXCEEDED } else { "about:blank" });
        out.extend_from_slice(b",\"title\":");
        write_text(&mut out, &self.code.title());
        out.extend_from_slice(b",\"status\":");
        out.extend_from_slice(self.status.as_str().as_bytes());
        if let Some(detail) = self.detail {
            out.extend_from_slice(b",\"detail\":");
            write_text(&mut out, detail);
        }
        out.extend_from_slice(b",\"code\":");
        write_text(&mut out, self.code.as_str());
        out.extend_from_slice(b",\"request_id\":");
        write_text(&mut out, request_id);
        let particulars = Particulars {
            errors: self.errors,
            retry_after: self.retry_after,
            violated: self.violated,
            internal: self.internal.filter(|_| development),
        };
        let start = out.len();
        if !particulars.is_empty() && serde_json::to_writer(&mut out, &particulars).is_ok() {
            // They were an object of their own.
            if let Some(brace) = out.get_mut(start) {
                *brace = b',';
            }
            return out;
        }
        out.truncate(start);
        out.push(b'}');
        out
    }
}

impl Particulars<'_> {
    fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.retry_after.is_none() && self.violated.is_empty() && self.internal.is_none()
    }
}

/// Appends `text` as a JSON string. Nearly all of them are plain, which many bytes are looked at for at once.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\');
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else if serde_json::to_writer(&mut *out, text).is_err() {
        // Writing a text to memory does not fail.
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    proptest! {
        #[test]
        fn a_problem_is_json_whatever_is_in_it(
            detail: Option<String>, request_id: String, retry_after: Option<u64>, internal: Option<String>, development: bool,
        ) {
            let problem = Problem {
                status: StatusCode::CONFLICT,
                code: Code::new("OUT_OF_STOCK"),
                detail: detail.as_deref(),
                errors: &FieldErrors::default(),
                retry_after,
                violated: &[],
                internal: internal.as_deref(),
            };
            let document: Value = serde_json::from_slice(&problem.document(&request_id, development)).expect("JSON");
            let mut expected = json!({
                "type": "about:blank", "title": "Out of stock", "status": 409, "code": "OUT_OF_STOCK", "request_id": request_id,
            });
            let members = [
                ("detail", detail.map(Value::from)),
                ("retry_after", retry_after.map(Value::from)),
                ("internal", internal.filter(|_| development).map(Value::from)),
            ];
            for (name, value) in members {
                if let Some(value) = value {
                    expected[name] = value;
                }
            }
            prop_assert_eq!(document, expected);
        }
    }
}
