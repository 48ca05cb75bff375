//! What clients send: credentials, addresses, bodies, queries. Each gives the status of the answer, if there was a request.

use std::cell::RefCell;
use std::net::IpAddr;

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderValue, Request, StatusCode, Uri, header};
use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, EncodingKey};
use secure_action::request::TrustedProxies;

use crate::service::{Answer, HOST, KEY, PROXY, STRANGER, Service};

thread_local! {
    static SERVICE: RefCell<Service> = RefCell::new(Service::new(proxies()));
    static HOSTS: RefCell<Service> = RefCell::new(Service::of_hosts());
    static RFC7239: RefCell<Service> = RefCell::new(Service::new(proxies().rfc7239()));
}

fn proxies() -> TrustedProxies {
    TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"]).expect("two networks")
}

fn send(request: Request<Body>) -> Answer {
    SERVICE.with_borrow_mut(|service| service.send(request, STRANGER))
}

/// `Authorization` headers, one for each line: nobody gets in, and every answer says how to.
pub fn bearer(data: &[u8]) -> Option<StatusCode> {
    let mut request = Request::get("/me");
    for line in data.split(|byte| *byte == b'\n') {
        let value = HeaderValue::from_bytes(line).ok()?;
        request = request.header(header::AUTHORIZATION, value);
    }
    let answer = send(request.body(Body::empty()).expect("a request"));
    assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST), "{answer:?}");
    assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE), "{answer:?}");
    Some(answer.status)
}

/// A JOSE header and claims, one line each, under a signature that holds: who gets in is the `sub` of a JSON object.
pub fn claims(data: &[u8]) -> Option<StatusCode> {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let (head, claims) = (lines.next()?, lines.next()?);
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims));
    let signature = sign(message.as_bytes(), &EncodingKey::from_secret(KEY), Algorithm::HS256).expect("a signature");
    let request = Request::get("/me").header(header::AUTHORIZATION, format!("Bearer {message}.{signature}"));
    let request = request.body(Body::empty()).ok()?;
    let answer = send(request);
    match answer.status {
        StatusCode::OK => {
            let head: serde_json::Value = serde_json::from_slice(head).expect("a token that is believed has a JSON header");
            assert_eq!(head["alg"], "HS256");
            let claims: serde_json::Value = serde_json::from_slice(claims).expect("a token that is believed has JSON claims");
            assert_eq!(claims["sub"], answer.body);
            assert_ne!(answer.body, "");
        }
        status => assert_eq!(status, StatusCode::UNAUTHORIZED, "{answer:?}"),
    }
    Some(answer.status)
}

/// What a proxy and those before it say about where a request came from; the first byte chooses the header and the peer.
pub fn forwarded(data: &[u8]) -> Option<StatusCode> {
    let (choice, lines) = data.split_first()?;
    let rfc7239 = choice & 1 == 1;
    let peer = if choice & 2 == 2 { PROXY } else { STRANGER };
    let mut request = Request::get("/address");
    for line in lines.split(|byte| *byte == b'\n') {
        let value = HeaderValue::from_bytes(line).ok()?;
        request = request.header(if rfc7239 { "forwarded" } else { "x-forwarded-for" }, value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let service = if rfc7239 { &RFC7239 } else { &SERVICE };
    let answer = service.with_borrow_mut(|service| service.send(request, peer));
    if answer.status.is_success() {
        let address: IpAddr = answer.body.as_str().and_then(|text| text.parse().ok()).expect("an address");
        if peer == STRANGER {
            assert_eq!(address, IpAddr::from(STRANGER), "a stranger chose an address");
        }
    } else {
        assert_eq!(peer, PROXY, "a stranger is not asked: {answer:?}");
    }
    Some(answer.status)
}

/// `Host` headers, one for each line: who gets in has named one host of the list, as another reader of the header understands it.
pub fn host(data: &[u8]) -> Option<StatusCode> {
    let mut request = Request::get("/address");
    for line in data.split(|byte| *byte == b'\n') {
        let value = HeaderValue::from_bytes(line).ok()?;
        request = request.header(header::HOST, value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let answer = HOSTS.with_borrow_mut(|service| service.send(request, STRANGER));
    match answer.status {
        StatusCode::OK => assert!(std::str::from_utf8(data).is_ok_and(is_listed), "{:?}", data.escape_ascii().to_string()),
        status => assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::MISDIRECTED_REQUEST), "{answer:?}"),
    }
    Some(answer.status)
}

fn is_listed(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let address = || name.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let label = || name.strip_suffix(HOST)?.strip_suffix('.');
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0))
        && (name == HOST && ["", "80", "443"].contains(&port.trim_start_matches('0'))
            || label().is_some_and(is_label)
            || address() == Some(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])))
}

/// A JSON body: what is read keeps the rules of its type, and is read as the same again.
pub fn json_input(data: &[u8]) -> Option<StatusCode> {
    body("application/json", data)
}

/// A form: the same.
pub fn form_input(data: &[u8]) -> Option<StatusCode> {
    body("application/x-www-form-urlencoded", data)
}

fn body(media_type: &'static str, data: &[u8]) -> Option<StatusCode> {
    let post = |media_type: &'static str, data: Vec<u8>| {
        send(Request::post("/notes").header(header::CONTENT_TYPE, media_type).body(Body::from(data)).expect("a request"))
    };
    let answer = post(media_type, data.to_vec());
    match answer.status {
        StatusCode::OK => {
            let note = &answer.body;
            let characters = note["title"].as_str().expect("a title").chars().count();
            assert!((1..=40).contains(&characters), "{note}");
            assert!((1..=5).contains(&note["priority"].as_u64().expect("a priority")), "{note}");
            assert!((-1.0..=1.0).contains(&note["weight"].as_f64().expect("a weight")), "{note}");
            let again = post("application/json", note.to_string().into_bytes());
            assert_eq!(again.body, *note);
        }
        StatusCode::UNPROCESSABLE_ENTITY => assert!(answer.body["errors"].is_object(), "{answer:?}"),
        status => assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE), "{answer:?}"),
    }
    Some(answer.status)
}

/// A query string.
pub fn query(text: &str) -> Option<StatusCode> {
    let uri: Uri = format!("/notes?{text}").parse().ok()?;
    if uri.path() != "/notes" {
        return None;
    }
    let answer = send(Request::get(uri).body(Body::empty()).expect("a request"));
    match answer.status {
        StatusCode::OK => assert!(answer.body["text"].as_str().expect("a text").chars().count() <= 40, "{answer:?}"),
        StatusCode::UNPROCESSABLE_ENTITY => assert!(answer.body["errors"].is_object(), "{answer:?}"),
        status => assert_eq!(status, StatusCode::BAD_REQUEST, "{answer:?}"),
    }
    Some(answer.status)
}
