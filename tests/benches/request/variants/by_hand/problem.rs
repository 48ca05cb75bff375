//! Errors as problem documents.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// Why a request is refused.
pub(crate) struct Problem {
    status: StatusCode,
    pub(crate) code: &'static str,
    title: &'static str,
    challenge: Option<HeaderValue>,
    errors: BTreeMap<String, Vec<String>>,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: &'a BTreeMap<String, Vec<String>>,
}

impl Problem {
    pub(crate) const NO_TOKEN: Self = Self::unauthenticated(HeaderValue::from_static("Bearer"));
    pub(crate) const BAD_TOKEN: Self = Self::unauthenticated(HeaderValue::from_static("Bearer error=\"invalid_token\""));
    pub(crate) const FORBIDDEN: Self = Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", "Forbidden");
    pub(crate) const RATE_LIMITED: Self = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "Too many requests");
    pub(crate) const PAYLOAD_TOO_LARGE: Self =
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "Payload too large");
    pub(crate) const UNSUPPORTED_MEDIA_TYPE: Self =
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type");
    pub(crate) const MALFORMED: Self = Self::new(StatusCode::BAD_REQUEST, "MALFORMED_INPUT", "Malformed input");
    pub(crate) const INTERNAL: Self = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", "Internal error");

    const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, challenge: None, errors: BTreeMap::new() }
    }

    const fn unauthenticated(challenge: HeaderValue) -> Self {
        let (status, title) = (StatusCode::UNAUTHORIZED, "Authentication required");
        Self { status, code: "UNAUTHENTICATED", title, challenge: Some(challenge), errors: BTreeMap::new() }
    }

    pub(crate) fn invalid(report: garde::Report) -> Self {
        let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, error) in report.into_inner() {
            errors.entry(path.to_string()).or_default().push(error.message().to_owned());
        }
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "VALIDATION_ERROR", "Validation failed") }
    }

    pub(crate) fn response(&self, request_id: &str) -> Response {
        let document = Document {
            kind: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            code: self.code,
            request_id,
            errors: &self.errors,
        };
        let mut body = Vec::with_capacity(256);
        if serde_json::to_writer(&mut body, &document).is_err() {
            body.clear();
        }
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(challenge) = &self.challenge {
            headers.insert(header::WWW_AUTHENTICATE, challenge.clone());
        }
        response
    }
}
