//! Arbitrary requests at a router with several actions: whatever comes, the invariants hold.

use std::io;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::target::{ECHO, ORDER, Target};

/// A request in its parts; what is not HTTP at all is left out when it is put together.
#[derive(Debug)]
struct Parts {
    method: String,
    path: String,
    query: Option<String>,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<Vec<u8>>,
    breaks_off: bool,
    token: bool,
}

fn method() -> impl Strategy<Value = String> {
    let known = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT"];
    prop_oneof![6 => select(known.to_vec()).prop_map(str::to_owned), 1 => "[A-Za-z!#$%&'*+.^_`|~-]{1,20}"]
}

/// Text that may stand in a URL, well encoded or not.
fn encoded() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "(%[0-9a-fA-F]{2}){0,6}", "(%|\\.|/|\\+|&|=|a){0,8}", "\\PC{0,6}", Just(ECHO.to_owned())]
}

fn path() -> impl Strategy<Value = String> {
    let routes =
        ["/orders", "/search", "/feed", "/files/", "/files/a/", "/users/", "/notes/1/", "/notes/", "/openapi.json", "/"];
    (select(routes.to_vec()), encoded()).prop_map(|(route, rest)| format!("{route}{rest}"))
}

fn query() -> impl Strategy<Value = String> {
    let pair = (select(vec!["q", "page", "tag", "%71", "x"]), encoded()).prop_map(|(name, value)| format!("{name}={value}"));
    vec(prop_oneof![3 => pair, 1 => encoded()], 0..4).prop_map(|pairs| pairs.join("&"))
}

fn header() -> impl Strategy<Value = (String, Vec<u8>)> {
    let names = [
        "accept",
        "authorization",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "forwarded",
        "host",
        "origin",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-forwarded-for",
        "x-request-id",
    ];
    let values =
        ["application/json", "application/x-www-form-urlencoded", "Bearer a.b.c", "gzip", "chunked", "0", "99999999", ECHO];
    let name = prop_oneof![4 => select(names.to_vec()).prop_map(str::to_owned), 1 => "[a-z0-9-]{1,20}"];
    let value = prop_oneof![select(values.to_vec()).prop_map(|text| text.as_bytes().to_vec()), vec(any::<u8>(), 0..40)];
    (name, value)
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let spoiled = (0..ORDER.len(), any::<u8>()).prop_map(|(at, byte)| {
        let mut order = ORDER.as_bytes().to_vec();
        order[at] = byte;
        order
    });
    let pieces = "(\\{|\\}|\\[|\\]|\"name\"|\"count\"|\"extra\"|:|,|1|1e999|null|\"x\"|\\\\u0000| ){0,20}";
    prop_oneof![
        Just(ORDER.as_bytes().to_vec()),
        Just(br#"{"text":"hello"}"#.to_vec()),
        Just(b"name=a&count=1".to_vec()),
        spoiled,
        pieces.prop_map(String::into_bytes),
        query().prop_map(String::into_bytes),
        vec(any::<u8>(), 0..200),
        (0_usize..3000).prop_map(|length| vec![b'['; length]),
    ]
}

fn parts() -> impl Strategy<Value = Parts> {
    let headers = vec(header(), 0..5);
    (method(), path(), prop::option::of(query()), headers, vec(body(), 0..3), prop::bool::weighted(0.1), any::<bool>())
        .prop_map(|(method, path, query, headers, body, breaks_off, token)| Parts {
            method,
            path,
            query,
            headers,
            body,
            breaks_off,
            token,
        })
}

impl Parts {
    fn request(self, token: &str) -> Option<Request<Body>> {
        let target = match self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path,
        };
        let chunks = self.body.into_iter().map(|chunk| Ok(Bytes::from(chunk)));
        let end = self.breaks_off.then(|| Err(io::Error::other(ECHO)));
        let mut request = Request::new(Body::from_stream(futures_util::stream::iter(chunks.chain(end).collect::<Vec<_>>())));
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).ok()?;
        *request.uri_mut() = Uri::try_from(target).ok()?;
        for (name, value) in self.headers {
            let value = HeaderValue::from_bytes(&value).ok()?;
            request.headers_mut().append(HeaderName::try_from(name).ok()?, value);
        }
        if self.token {
            let value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
            request.headers_mut().append("authorization", value);
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 1))));
        Some(request)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_request_is_answered_and_recorded(requests in vec(parts(), 64)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let target = Target::new().await;
            let token = target.admin();
            for request in requests.into_iter().filter_map(|parts| parts.request(&token)) {
                target.attack_with(request).await;
            }
        });
    }
}
