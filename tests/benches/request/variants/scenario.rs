//! The request that every variant answers: a note, posted by a browser client with a signed token.

use std::error::Error;
use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, header};
use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};
use serde_json::json;

use super::note;

/// The route of every variant.
pub(crate) const PATH: &str = "/notes";
/// Who signs the token, and for whom.
pub(crate) const ISSUER: &str = "https://id.example.com";
pub(crate) const AUDIENCE: &str = "notes";
/// The HS256 key: 256 bits that have no meaning outside this benchmark.
pub(crate) const SECRET: &[u8; 32] = b"\x8f\x1c\xd3\x52\xee\x07\xa9\x64\x3b\xf0\x9a\x25\x71\xc8\x4e\xbd\x16\xe3\x5f\x90\x2d\xb6\x48\xfa\x83\x0c\x67\xd1\x9e\x35\xc2\x7b";
/// The role that the route demands; the token carries it beside another.
pub(crate) const ROLE: &str = "editor";
/// More requests of one subject than the benchmark can send, but counted all the same.
pub(crate) const REQUESTS_PER_SECOND: u32 = 10_000_000;

/// The request with a valid token.
pub(crate) fn authenticated() -> Result<(Parts, Bytes), Box<dyn Error>> {
    let (mut head, body) = anonymous()?;
    let now = get_current_timestamp();
    let claims = json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "3f0c1a52-7d64-4be1-9a0e-5b1f3c6d2e88",
        "jti": "b7f0a2d4c3e94f18",
        "iat": now,
        "exp": now + 86_400,
        "roles": ["author", ROLE],
    });
    let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(SECRET))?;
    head.headers.insert(header::AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?);
    Ok((head, body))
}

/// The request without a token.
pub(crate) fn anonymous() -> Result<(Parts, Bytes), Box<dyn Error>> {
    let request = Request::post(PATH)
        .header(header::HOST, "notes.example.com")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        .header(header::ACCEPT, "application/json")
        .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, note::NOTE.len())
        .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 17], 50_314))))
        .body(())?;
    let (head, ()) = request.into_parts();
    Ok((head, Bytes::from_static(note::NOTE)))
}
