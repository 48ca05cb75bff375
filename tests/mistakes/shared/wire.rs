//! What a client does: tokens and requests.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use http_body_util::BodyExt;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::shop::KEY;

/// The claims of `subject` at noon.
pub fn claims(subject: &str, role: &str) -> Value {
    let (now, hour) = (1_800_000_000, 3600);
    json!({ "iss": "https://id.example", "aud": "shop", "iat": now, "exp": now + hour, "sub": subject, "roles": [role] })
}

/// A token for `subject`.
pub fn token(subject: &str, role: &str) -> String {
    let key = EncodingKey::from_secret(KEY);
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(subject, role), &key).expect("a token")
}

pub async fn get(service: &Router, path: &str, token: Option<&str>) -> Answer {
    send(service, "GET", path, token, Body::empty()).await
}

pub async fn post(service: &Router, path: &str, token: Option<&str>, body: &Value) -> Answer {
    send(service, "POST", path, token, Body::from(body.to_string())).await
}

pub async fn send(service: &Router, method: &str, path: &str, token: Option<&str>, body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut request = request.body(body).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 50_000))));
    let response = service.clone().oneshot(request).await.expect("a router does not fail");
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    /// Asserts that the request was refused, and with which code.
    #[track_caller]
    pub fn is_refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{self:?}");
    }

    /// Asserts that nobody stopped the request.
    #[track_caller]
    pub fn is_allowed(&self) {
        assert!(matches!(self.status, 200..=299), "{self:?}");
    }
}
