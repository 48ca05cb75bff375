//! Security headers: on every answer, errors included.

use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Draft, Response, older};
use crate::request::RequestId;

pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// The limits of an action: `"caller";q=5;w=900`.
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// How the client stands: `"caller";r=3;t=412`.
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The security headers of every answer, errors included (OWASP ASVS 5.0, V3.4).
///
/// | header | default |
/// |---|---|
/// | `Strict-Transport-Security` | two years, with subdomains |
/// | `Content-Security-Policy` | nothing may be loaded, framed or submitted: right for an API |
/// | `X-Content-Type-Options` | `nosniff` |
/// | `Referrer-Policy` | `no-referrer` |
/// | `Cross-Origin-Opener-Policy`, `Cross-Origin-Resource-Policy` | `same-origin` |
/// | `Permissions-Policy` | no camera, location, microphone, payment, USB |
///
/// Answers of guarded actions, and of public ones that take an `Option<Caller>`, also carry `Cache-Control: no-store`.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    headers: HeaderMap,
    /// Whether answers also have `X-RateLimit-*`.
    older_rate_limit: bool,
}

impl Default for SecurityHeaders {
    fn default() -> Self {
        let headers = HeaderMap::from_iter([
            (STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")),
            (
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            ),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
            (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
            (PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
        ]);
        Self { headers, older_rate_limit: false }
    }
}

impl SecurityHeaders {
    /// Replaces or adds one header. Refused when [`Security`](crate::Security) is built: a policy with `unsafe-*`, any
    /// `X-Content-Type-Options` but `nosniff`, `X-XSS-Protection`, and HSTS of less than a year.
    #[must_use]
    pub fn set(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds `X-Frame-Options: DENY`, for browsers that do not know `frame-ancestors` of the Content-Security-Policy: those of
    /// before 2015, and what only looks for it.
    #[must_use]
    pub fn x_frame_options(self) -> Self {
        self.set(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"))
    }

    /// Adds `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` to answers that have a `RateLimit`, for the limit that
    /// is nearest to its end. They were never specified; `X-RateLimit-Reset` is in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn x_rate_limit(mut self) -> Self {
        self.older_rate_limit = true;
        self
    }

    /// What is unsafe about them.
    pub(crate) fn faults(&self) -> impl Iterator<Item = String> {
        let unsafe_csp = self
            .get(&CONTENT_SECURITY_POLICY)
            .filter(|policy| policy.to_ascii_lowercase().contains("unsafe-"))
            .map(|_| "the Content-Security-Policy allows `unsafe-*`, which defeats it; use a nonce or a hash".to_owned());
        let obsolete = self
            .get(&X_XSS_PROTECTION)
            .map(|_| "`X-XSS-Protection` is obsolete and opens holes of its own; leave it out".to_owned());
        let short_hsts = self
            .get(&STRICT_TRANSPORT_SECURITY)
            .filter(|value| max_age(value).is_none_or(|seconds| seconds < YEAR))
            .map(|_| "`Strict-Transport-Security` must last a year at least: `max-age=31536000; includeSubDomains`".to_owned());
        let sniffing = self
            .get(&X_CONTENT_TYPE_OPTIONS)
            .filter(|value| !value.eq_ignore_ascii_case("nosniff"))
            .map(|_| "`X-Content-Type-Options` has one value, `nosniff`".to_owned());
        [unsafe_csp, obsolete, short_hsts, sniffing].into_iter().flatten()
    }

    fn get(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The headers of every answer of one route. A `personal` one is kept by nobody: it depends on who is calling.
    ///
    /// `policy` is the route's `RateLimit-Policy`; with one, answers also have a `RateLimit`.
    pub(crate) fn of_answers(&self, personal: bool, policy: Option<&HeaderValue>) -> AnswerHeaders {
        let mut headers = self.headers.clone();
        if personal {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        if let Some(policy) = policy {
            headers.insert(RATE_LIMIT_POLICY, policy.clone());
            headers.insert(RATE_LIMIT, PLACE);
        }
        for name in [CONTENT_TYPE, CONTENT_LENGTH, X_REQUEST_ID] {
            headers.insert(name, PLACE);
        }
        // Not even full: a full map grows before it looks whether a name is there already.
        headers.reserve(1);
        AnswerHeaders { headers, limited: policy.is_some(), older_rate_limit: self.older_rate_limit && policy.is_some() }
    }

    /// Adds to a plain route's answer what it has not.
    pub(crate) fn complete(&self, headers: &mut HeaderMap, request_id: &RequestId) {
        for (name, value) in &self.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        headers.entry(X_REQUEST_ID).or_insert_with(|| request_id.header());
    }
}

/// The headers that every answer of one route has, with places kept for those that each answer has of its own: a header map
/// is cheap to copy and expensive to grow.
#[derive(Clone, Debug)]
pub(crate) struct AnswerHeaders {
    headers: HeaderMap,
    /// Whether there is a place for `RateLimit`.
    limited: bool,
    older_rate_limit: bool,
}

/// Stands where each answer has a value of its own.
const PLACE: HeaderValue = HeaderValue::from_static("");

impl AnswerHeaders {
    /// The answer, with all its headers. `now` is in seconds since 1970-01-01 UTC.
    pub(crate) fn dress(&self, draft: Draft, request_id: &RequestId, standing: Option<HeaderValue>, now: u64) -> Response {
        let mut response = draft.finish(self.headers.clone());
        let headers = response.headers_mut();
        headers.insert(X_REQUEST_ID, request_id.header());
        match standing {
            Some(standing) => {
                headers.insert(RATE_LIMIT, standing);
            }
            None if self.limited => {
                headers.remove(RATE_LIMIT);
            }
            None => {}
        }
        if self.older_rate_limit
            && let (Some(policy), Some(standing)) = (self.headers.get(RATE_LIMIT_POLICY), headers.get(RATE_LIMIT).cloned())
        {
            older::add_rate_limit(headers, policy, &standing, now);
        }
        response
    }
}

const YEAR: u64 = 31_536_000;

fn max_age(value: &str) -> Option<u64> {
    value.split(';').find_map(|directive| directive.trim().strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_have_no_fault_and_weak_ones_do() {
        assert_eq!(SecurityHeaders::default().faults().count(), 0);
        let weak = SecurityHeaders::default()
            .set(CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'Unsafe-Inline'"))
            .set(X_XSS_PROTECTION, HeaderValue::from_static("1"))
            .set(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("sniff"))
            .set(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=600"));
        assert_eq!(weak.faults().count(), 4);
    }
}
