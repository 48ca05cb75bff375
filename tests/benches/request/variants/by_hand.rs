//! The same guards written by hand: one function of plain axum, by someone who knows what it costs.
//!
//! The crates are the field's usual ones, used as their documentation advises: jsonwebtoken with every registered claim
//! required, governor keyed by subject over its sharded map and its fast clock, serde and garde, one JSON line for the
//! audit log through a buffered writer. Headers are constants; nothing is boxed or composed of layers.

mod audit;
mod problem;

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use garde::Validate as _;
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota};
use http::{HeaderName, HeaderValue, StatusCode, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use uuid::Uuid;

use self::audit::{AuditLog, Entry};
use self::problem::Problem;
use super::note::{CREATED, NewNote};
use super::{Comparison, Part, Variant, scenario};

const BODY_LIMIT: usize = 64 * 1024;
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The same as ours, so that the same answer is compared.
const SECURITY_HEADERS: [(HeaderName, HeaderValue); 9] = [
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("ratelimit-policy"), HeaderValue::from_static("\"caller\";q=10000000;w=1")),
];
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The name of the line that ours is compared with, and of that for a request without a token.
pub(crate) const BY_HAND: &str = "by hand";
pub(crate) const BY_HAND_401: &str = "by hand, no token: 401";

/// The guarded handler, with a token and without.
pub(crate) fn variants() -> Result<[Variant; 2], Box<dyn Error>> {
    let notes = Arc::new(Notes::new()?);
    let router = Router::new().route(scenario::PATH, post(create_note)).with_state(Arc::clone(&notes));
    let variant = |name, part, (head, body), status| {
        let notes = Arc::clone(&notes);
        Variant {
            name,
            comparison: Some(Comparison { against: name, part, at_most: None }),
            router: router.clone(),
            head,
            body,
            status,
            finish: Box::new(move || {
                let flushed = notes.audit.flush();
                Box::pin(async { Ok(flushed?) })
            }),
        }
    };
    Ok([
        variant(BY_HAND, Part::Guards, scenario::authenticated()?, StatusCode::OK),
        variant(BY_HAND_401, Part::Whole, scenario::anonymous()?, StatusCode::UNAUTHORIZED),
    ])
}

struct Notes {
    key: DecodingKey,
    validation: Validation,
    limiter: DefaultKeyedRateLimiter<String, StateInformationMiddleware>,
    audit: AuditLog,
}

impl Notes {
    fn new() -> Result<Self, Box<dyn Error>> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[scenario::ISSUER]);
        validation.set_audience(&[scenario::AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        let quota = Quota::per_second(scenario::REQUESTS_PER_SECOND.try_into()?);
        Ok(Self {
            key: DecodingKey::from_secret(scenario::SECRET),
            validation,
            limiter: DefaultKeyedRateLimiter::dashmap(quota).with_middleware(),
            audit: AuditLog::create()?,
        })
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    jti: String,
    #[serde(default)]
    roles: Vec<String>,
}

async fn create_note(State(notes): State<Arc<Notes>>, request: Request) -> Response {
    let started = Instant::now();
    let mut id_text = Uuid::encode_buffer();
    let request_id = &*Uuid::new_v4().hyphenated().encode_lower(&mut id_text);
    let (head, body) = request.into_parts();
    let (mut claims, mut remaining) = (None, None);

    let outcome = async {
        let Some(ConnectInfo(peer)) = head.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Err(Problem::INTERNAL);
        };
        let token = head
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .ok_or(Problem::NO_TOKEN)?;
        let decoded = decode::<Claims>(token, &notes.key, &notes.validation).map_err(|_| Problem::BAD_TOKEN)?;
        let claims = claims.insert(decoded.claims);
        match notes.limiter.check_key(&claims.sub) {
            Ok(state) => remaining = Some(state.remaining_burst_capacity()),
            Err(_) => return Err(Problem::RATE_LIMITED),
        }
        if !claims.roles.iter().any(|role| role == scenario::ROLE) {
            return Err(Problem::FORBIDDEN);
        }
        if head.headers.get(header::CONTENT_TYPE).is_none_or(|value| value != "application/json") {
            return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
        }
        let body = axum::body::to_bytes(body, BODY_LIMIT).await.map_err(|_| Problem::PAYLOAD_TOO_LARGE)?;
        let note: NewNote = serde_json::from_slice(&body).map_err(|_| Problem::MALFORMED)?;
        note.validate().map_err(Problem::invalid)?;
        std::hint::black_box(note);
        Ok((peer.ip(), Json(CREATED)))
    }
    .await;

    let (client, mut response, code) = match outcome {
        Ok((client, answer)) => (Some(client), answer.into_response(), None),
        Err(problem) => (None, problem.response(request_id), Some(problem.code)),
    };
    let headers = response.headers_mut();
    headers.reserve(SECURITY_HEADERS.len() + 2);
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, value);
    }
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(X_REQUEST_ID, value);
    }
    if let Some(value) = remaining.and_then(|left| HeaderValue::try_from(format!("\"caller\";r={left};t=1")).ok()) {
        headers.insert(RATE_LIMIT, value);
    }
    let recorded = notes.audit.record(&Entry {
        time: jiff::Timestamp::now(),
        event: "note_created",
        outcome: if code.is_none() { "allowed" } else { "refused" },
        action: "create_note",
        method: head.method.as_str(),
        path: head.uri.path(),
        status: response.status().as_u16(),
        code,
        request_id,
        client,
        user_agent: head.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()),
        caller: claims.as_ref().map(|claims| claims.sub.as_str()),
        credential: claims.as_ref().map(|claims| claims.jti.as_str()),
        duration_us: started.elapsed().as_micros(),
    });
    if recorded.is_err() {
        return Problem::INTERNAL.response(request_id);
    }
    response
}
