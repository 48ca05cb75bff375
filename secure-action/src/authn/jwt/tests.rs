//! Tokens against the verifier: the attacks of RFC 8725 by name, and what must be accepted.

use http::{HeaderValue, Request};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::policy::{PermissionEntry, PolicyTable, RoleEntry, RoleSet};
use crate::request::Moment;

const NOW: u64 = 1_800_000_000;
const SECRET: &[u8; 32] = b"\x01\x93\x5a\xf0\x7c\x22\xe8\x4d\xb6\x1f\x90\xc3\x6a\x55\x0e\xd7\x48\xbb\x39\xa2\xfd\x14\x86\x61\xce\x73\x2b\x9f\x04\xda\x58\xe1";

static POLICY: PolicyTable = PolicyTable {
    roles: &[RoleEntry { name: "user", includes: RoleSet::from_bits(1) }],
    permissions: &[PermissionEntry { name: "note:read", granted: RoleSet::from_bits(1) }],
};

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
    let mut request = Request::new(());
    if let Ok(value) = HeaderValue::from_bytes(authorization) {
        request.headers_mut().insert(http::header::AUTHORIZATION, value);
    }
    let (head, ()) = request.into_parts();
    let unix = Duration::from_secs(now);
    let presented = Presented { head: &head, policy: &POLICY, now: Moment { unix, elapsed: unix } };
    let decided = match jwt.authenticate(presented) {
        Authentication::Absent => return Err(0),
        Authentication::Decided(decided) => decided,
        Authentication::Pending(decision) => decision.await,
    };
    decided.map(|identity| identity.subject().to_string()).map_err(|refusal| refusal.status().as_u16())
}

async fn ask(jwt: &Jwt, token: &str) -> Result<String, u16> {
    ask_at(jwt, format!("Bearer {token}").as_bytes(), NOW).await
}

#[tokio::test]
async fn a_good_token_is_accepted() {
    assert_eq!(ask(&jwt(), &token(&claims())).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt(), &token(&with("aud", json!(["other", "api"])))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt(), &token(&with("exp", json!(NOW as f64 + 600.5)))).await, Ok("uma".to_owned()));
    assert!(jwt().faults().is_empty());
}

#[tokio::test]
async fn every_attack_is_refused() {
    let good = token(&claims());
    let parts: Vec<&str> = good.split('.').collect();
    let other = token(&with("sub", json!("admin")));
    let other: Vec<&str> = other.split('.').collect();
    let text = claims().to_string();
    let mut attacks: Vec<(String, String)> = Vec::new();
    let mut attack = |name: &str, token: String| attacks.push((name.to_owned(), token));

    for spelling in ["none", "None", "NONE", "nOnE"] {
        let header = base64url(format!("{{\"alg\":\"{spelling}\"}}").as_bytes());
        attack(&format!("alg {spelling}, no signature"), format!("{header}.{}.", parts[1]));
        attack(&format!("alg {spelling}, signature kept"), format!("{header}.{}.{}", parts[1], parts[2]));
    }
    for alg in ["hs256", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "", "HS256 "] {
        attack(&format!("alg {alg} on an HS256 key"), hand_made(&format!("{{\"alg\":\"{alg}\"}}"), &text));
    }
    let jwk = r#"{"alg":"HS256","kid":"attacker","jwk":{"kty":"oct","k":"AAAA"}}"#;
    attack("kid of an embedded key", hand_made(jwk, &text));
    for kid in ["../../dev/null", "' OR 1=1 --", "\\u0000", &"k".repeat(4000), "http://evil.example/key"] {
        attack(&format!("kid injection {kid:.20}"), hand_made(&format!("{{\"alg\":\"HS256\",\"kid\":\"{kid}\"}}"), &text));
    }
    attack("critical extension", hand_made(r#"{"alg":"HS256","crit":["exp"]}"#, &text));
    attack("unencoded payload", hand_made(r#"{"alg":"HS256","b64":false}"#, &text));
    attack("duplicate alg", hand_made(r#"{"alg":"none","alg":"HS256"}"#, &text));
    attack("header is no object", hand_made("[]", &text));
    attack("alg is no text", hand_made(r#"{"alg":["HS256"]}"#, &text));
    attack("signature stripped", format!("{}.{}.", parts[0], parts[1]));
    attack("signature missing", format!("{}.{}", parts[0], parts[1]));
    attack("signature of another token", format!("{}.{}.{}", parts[0], parts[1], other[2]));
    attack("payload of another token", format!("{}.{}.{}", parts[0], other[1], parts[2]));
    attack("a fourth part", format!("{good}.x"));
    attack("five parts, as of an encrypted token", format!("{good}.x.y"));
    attack("empty parts", "..".to_owned());
    for (index, name) in ["header", "payload", "signature"].iter().enumerate() {
        for (what, change) in [("padding", "="), ("plus", "+"), ("slash", "/"), ("tilde", "~")] {
            let mut changed: Vec<String> = parts.iter().map(ToString::to_string).collect();
            changed[index].push_str(change);
            attack(&format!("{what} in the {name}"), changed.join("."));
        }
    }
    let mut bits = parts[2].to_owned();
    let last = bits.pop().expect("a signature");
    // 32 bytes leave two unused bits in the last letter; any of the others is a second text for the same bytes.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let index = alphabet.find(last).expect("a letter");
    bits.push(alphabet.chars().nth(index ^ 1).expect("a letter"));
    attack("non-canonical trailing bits", format!("{}.{}.{bits}", parts[0], parts[1]));
    attack("longer than any token", format!("{}.{}", "a".repeat(1_000_000), good));

    for name in ["iss", "aud", "sub", "exp"] {
        let mut missing = claims();
        missing.as_object_mut().expect("an object").remove(name);
        attack(&format!("{name} missing"), token(&missing));
        attack(&format!("{name} null"), token(&with(name, Value::Null)));
        attack(&format!("{name} an object"), token(&with(name, json!({ "a": 1 }))));
    }
    for (name, value) in [
        ("exp", json!(NOW - 31)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
        ("exp", json!(u64::MAX)),
        ("exp", json!((NOW + 600).to_string())),
        ("nbf", json!(NOW + 31)),
        ("nbf", json!("now")),
        ("iat", json!(NOW + 31)),
        ("iss", json!("https://id.example/")),
        ("iss", json!("https://evil.example")),
        ("aud", json!("API")),
        ("aud", json!([])),
        ("aud", json!([["api"]])),
        ("sub", json!("")),
        ("sub", json!("  ")),
        ("sub", json!("a\nb")),
        ("sub", json!(7)),
        ("sub", json!("x".repeat(300))),
    ] {
        attack(&format!("{name} = {value:.40}"), token(&with(name, value)));
    }
    for typ in ["logout+jwt", "dpop+jwt", "JWE", "secevent+jwt", ""] {
        attack(&format!("typ {typ}"), sign(&Header { typ: Some(typ.to_owned()), ..Header::new(Algorithm::HS256) }, &claims()));
    }
    let exp = NOW + 600;
    let doubled = format!(r#"{{"iss":"https://id.example","aud":"api","sub":"uma","sub":"admin","exp":{exp}}}"#);
    attack("duplicate claim", hand_made(r#"{"alg":"HS256"}"#, &doubled));
    let escaped = format!(r#"{{"iss":"https://id.example","aud":"api","sub":"uma","s\u0075b":"admin","exp":{exp}}}"#);
    attack("duplicate claim, escaped", hand_made(r#"{"alg":"HS256"}"#, &escaped));
    attack("nested claims", hand_made(r#"{"alg":"HS256"}"#, &format!("{{\"x\":{}1{}}}", "[".repeat(500), "]".repeat(500))));
    attack("claims are no object", hand_made(r#"{"alg":"HS256"}"#, "\"uma\""));
    attack("something behind the claims", hand_made(r#"{"alg":"HS256"}"#, &format!("{text} {{}}")));

    for cached in [true, false] {
        let jwt = if cached { jwt() } else { jwt().cache(0) };
        for (name, token) in &attacks {
            assert_eq!(ask(&jwt, token).await, Err(401), "{name}");
        }
    }
    assert!(attacks.len() > 80, "{}", attacks.len());
}

#[tokio::test]
async fn a_token_that_points_to_its_own_key_is_judged_by_ours() {
    for name in ["jku", "x5u"] {
        let header = format!(r#"{{"alg":"HS256","{name}":"https://evil.example/keys"}}"#);
        assert_eq!(ask(&jwt(), &hand_made(&header, &claims().to_string())).await, Ok("uma".to_owned()), "{name}");
    }
}

#[tokio::test]
async fn white_space_and_other_credentials() {
    let good = token(&claims());
    for (header, expected) in [
        (format!("Bearer {good} "), Err(400)),
        (format!("Bearer  {good}"), Err(400)),
        (format!("Bearer {}", good.replacen('.', " .", 1)), Err(400)),
        ("Bearer".to_owned(), Err(400)),
        ("Bearer x".to_owned(), Err(401)),
        ("Basic dXNlcjpwYXNz".to_owned(), Err(0)),
        (format!("bearer {good}"), Ok("uma".to_owned())),
    ] {
        assert_eq!(ask_at(&jwt(), header.as_bytes(), NOW).await, expected, "{header:.40}");
    }
}

#[tokio::test]
async fn a_demanded_type_is_demanded() {
    let typed = |typ: Option<&str>| sign(&Header { typ: typ.map(str::to_owned), ..Header::new(Algorithm::HS256) }, &claims());
    let strict = jwt().typ("at+jwt");
    assert_eq!(ask(&strict, &typed(Some("at+jwt"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&strict, &typed(Some("application/AT+JWT"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&strict, &typed(Some("JWT"))).await, Err(401));
    assert_eq!(ask(&strict, &typed(None)).await, Err(401));
    assert_eq!(ask(&jwt(), &typed(None)).await, Ok("uma".to_owned()));
}

#[tokio::test]
async fn trap_17_memory_ends_with_the_token() {
    let jwt = jwt();
    let good = token(&claims());
    let header = format!("Bearer {good}");
    assert!(ask_at(&jwt, header.as_bytes(), NOW).await.is_ok());
    assert!(ask_at(&jwt, header.as_bytes(), NOW + 629).await.is_ok());
    assert_eq!(ask_at(&jwt, header.as_bytes(), NOW + 630).await, Err(401));
    // And a clock that goes back does not make it valid too early.
    assert_eq!(ask_at(&jwt, header.as_bytes(), NOW - 31).await, Err(401));
}

struct Switch(std::sync::Arc<std::sync::atomic::AtomicU8>);

impl Revocation for Switch {
    async fn is_revoked(&self, token: &TokenIds) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        assert_eq!(token.subject(), "uma");
        match self.0.load(std::sync::atomic::Ordering::SeqCst) {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err("the store is down".into()),
        }
    }
}

#[tokio::test]
async fn trap_22_revocation_is_asked_every_time_and_its_outage_is_a_503() {
    let state = std::sync::Arc::new(std::sync::atomic::AtomicU8::new(0));
    let jwt = jwt().revoked_by(Switch(state.clone()));
    let good = token(&claims());
    for (value, expected) in [(0, Ok("uma".to_owned())), (1, Err(401)), (2, Err(503)), (0, Ok("uma".to_owned()))] {
        state.store(value, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(ask(&jwt, &good).await, expected, "{value}");
    }
}

#[test]
fn unsafe_configurations_are_faults() {
    let count = |jwt: Jwt| jwt.faults().len();
    assert_eq!(count(Jwt::hs256(b"short")), 3, "issuer, audience, secret");
    assert_eq!(count(Jwt::hs256("your-256-bit-secret-your-256-bit-secret").issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::hs256([7; 64]).issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::es256("not a key").issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::keys(KeyRing::new()).issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::keys(KeyRing::new().hs256(SECRET).kid("a").hs256(SECRET).kid("a")).issuer("i").audience("a")), 1);
    assert_eq!(count(jwt().leeway(Duration::from_secs(3600))), 1);
    for fault in Jwt::hs256("changeme").faults() {
        assert!(!fault.contains("changeme"), "{fault}");
    }
    assert!(!format!("{:?}", jwt()).contains("\\x93"));
}

proptest! {
    #[test]
    fn no_header_panics_or_passes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let header = [b"Bearer ".as_slice(), &bytes].concat();
        prop_assert!(runtime.block_on(ask_at(&jwt(), &header, NOW)).is_err());
    }

    #[test]
    fn a_changed_token_does_not_pass(position in 0_usize..400, letter in "[A-Za-z0-9_.-]") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let good = token(&claims());
        let mut changed: Vec<char> = good.chars().collect();
        let position = position % changed.len();
        changed[position] = letter.chars().next().expect("a letter");
        let changed: String = changed.into_iter().collect();
        if changed != good {
            prop_assert!(runtime.block_on(ask(&jwt(), &changed)).is_err());
        }
    }
}
