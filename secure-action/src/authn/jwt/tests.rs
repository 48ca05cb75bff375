//! Tokens against the verifier: what must be accepted, what must not, and what must not start.

mod accepted;
mod algorithms;
mod attacks;
mod authentication;
mod configuration;
mod jwk;
mod keys;
mod memory;
mod public_keys;
mod rotation;
mod secrets;

use http::{HeaderValue, Request};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::*;
use crate::authn::{Identity, Outgoing};
use crate::policy::{PermissionEntry, PolicyTable, RoleEntry, RoleSet};
use crate::request::Moment;

const NOW: u64 = 1_800_000_000;
const SECRET: &[u8; 32] = b"\x01\x93\x5a\xf0\x7c\x22\xe8\x4d\xb6\x1f\x90\xc3\x6a\x55\x0e\xd7\x48\xbb\x39\xa2\xfd\x14\x86\x61\xce\x73\x2b\x9f\x04\xda\x58\xe1";

static POLICY: PolicyTable = PolicyTable::new::<()>(
    &[RoleEntry { name: "user", includes: RoleSet::from_bits(1) }],
    &[PermissionEntry { name: "note:read", granted: RoleSet::from_bits(1), outright: RoleSet::from_bits(1) }],
);

fn jwt() -> Jwt {
    Jwt::hs256(SECRET).issuer("https://id.example").audience("api")
}

fn claims() -> Value {
    json!({ "iss": "https://id.example", "aud": "api", "sub": "uma", "exp": NOW + 600, "iat": NOW, "roles": ["user"] })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn sign(header: &Header, claims: &Value) -> String {
    encode(header, claims, &EncodingKey::from_secret(SECRET)).expect("a token")
}

fn token(claims: &Value) -> String {
    sign(&Header::new(Algorithm::HS256), claims)
}

/// A token whose header is written by hand, signed as if it were right.
fn hand_made(header: &str, payload: &str) -> String {
    let message = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &EncodingKey::from_secret(SECRET), Algorithm::HS256);
    format!("{message}.{}", signature.expect("a signature"))
}

fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;

    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

async fn ask_at(jwt: &Jwt, authorization: &[u8], now: u64) -> Result<String, u16> {
    Ok(identify_at(jwt, authorization, now).await?.subject().to_string())
}

async fn identify_at(jwt: &Jwt, authorization: &[u8], now: u64) -> Result<Identity, u16> {
    identify_for(&POLICY, jwt, authorization, now).await
}

async fn identify_for(policy: &'static PolicyTable, jwt: &Jwt, authorization: &[u8], now: u64) -> Result<Identity, u16> {
    let mut request = Request::new(());
    if let Ok(value) = HeaderValue::from_bytes(authorization) {
        request.headers_mut().insert(http::header::AUTHORIZATION, value);
    }
    let (head, ()) = request.into_parts();
    let unix = Duration::from_secs(now);
    let outgoing = Outgoing::new();
    let client = std::net::Ipv4Addr::LOCALHOST.into();
    let presented = Presented::new(&head, client, policy, Moment { unix, elapsed: unix }, &outgoing);
    let decided = match jwt.authenticate(presented) {
        Authentication::Absent => return Err(0),
        Authentication::Foreign(refusal) => Err(refusal),
        Authentication::Decided(decided) => decided,
        Authentication::Pending(decision) => decision.await,
    };
    decided.map_err(|refusal| refusal.status().as_u16())
}

async fn ask(jwt: &Jwt, token: &str) -> Result<String, u16> {
    ask_at(jwt, format!("Bearer {token}").as_bytes(), NOW).await
}
