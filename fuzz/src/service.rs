//! A small service with every parser of client bytes behind a route.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use garde::Validate;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use schemars::JsonSchema;
use secure_action::audit::{Event, Sink};
use secure_action::authn::jwt::Jwt;
use secure_action::request::TrustedProxies;
use secure_action::{
    Actions, Application, Caller, Client, Input, Json, Query, Result, Security, SecurityBuilder, action, actions, policy,
    sanitize,
};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tower::Service as _;

policy! {
    resource note;
    role reader { note: read; }
    role editor: reader { note: write; }
}

/// The application.
pub(crate) struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Who signs tokens, for whom, and with what: 256 bits that have no meaning elsewhere.
pub(crate) const ISSUER: &str = "https://id.example.com";
pub(crate) const AUDIENCE: &str = "notes";
pub(crate) const KEY: &[u8; 32] = b"\x8f\x1c\xd3\x52\xee\x07\xa9\x64\x3b\xf0\x9a\x25\x71\xc8\x4e\xbd\x16\xe3\x5f\x90\x2d\xb6\x48\xfa\x83\x0c\x67\xd1\x9e\x35\xc2\x7b";

/// Where requests come from, and where they do when a trusted proxy passes them on.
pub(crate) const STRANGER: [u8; 4] = [192, 0, 2, 17];
pub(crate) const PROXY: [u8; 4] = [10, 0, 0, 1];

/// Every kind of field: text, numbers, choices, lists, nesting.
#[derive(Debug, Deserialize, JsonSchema, Serialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    #[serde(deserialize_with = "sanitize::trim")]
    #[garde(length(chars, min = 1, max = 40))]
    title: String,
    #[serde(default, deserialize_with = "sanitize::email")]
    #[garde(length(max = 254))]
    author: String,
    #[garde(range(min = 1, max = 5))]
    priority: u8,
    #[garde(skip)]
    #[serde(default)]
    kind: Kind,
    #[garde(range(min = -1.0, max = 1.0))]
    #[serde(default)]
    weight: f64,
    #[garde(length(max = 4), inner(length(chars, max = 10)))]
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Draft,
    Published {
        at: Option<i64>,
    },
}

#[derive(Debug, Deserialize, JsonSchema, Serialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    #[garde(length(chars, max = 40))]
    text: String,
    #[garde(range(max = 100))]
    page: Option<u32>,
}

/// Gives a note back as it was read.
#[action(app = App, post = "/notes", public, rate_limit = "10000000/1s")]
async fn echo(input: Input<Note>) -> Result<Json<Note>> {
    Ok(Json(input.into_inner()))
}

/// Gives a search back as it was read.
#[action(app = App, get = "/notes", public, rate_limit = "10000000/1s")]
async fn search(Query(search): Query<Search>) -> Result<Json<Search>> {
    Ok(Json(search))
}

/// Tells callers who they are.
#[action(app = App, get = "/me", auth, rate_limit = "10000000/1s")]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

/// Tells clients where they are.
#[action(app = App, get = "/address", public, rate_limit = "10000000/1s")]
async fn address(client: Client) -> Result<Json<String>> {
    Ok(Json(client.address().to_string()))
}

/// The hosts that it answers to, where it has a list.
pub(crate) const HOST: &str = "notes.example.com";
const HOSTS: [&str; 3] = [HOST, "*.notes.example.com:*", "[::1]:*"];

/// The service behind trusted proxies that speak one of the two headers.
pub(crate) struct Service {
    runtime: Runtime,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: serde_json::Value,
}

struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        let mut line = Vec::new();
        for event in events {
            line.clear();
            event.write_json(&mut line);
            assert!(serde_json::from_slice::<serde_json::Value>(&line).is_ok(), "{}", String::from_utf8_lossy(&line));
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Service {
    pub(crate) fn new(proxies: TrustedProxies) -> Self {
        Self::of(Security::<App>::builder().trusted_proxies(proxies))
    }

    /// The same without proxies, for its own hosts alone.
    pub(crate) fn of_hosts() -> Self {
        Self::of(Security::<App>::builder().hosts(HOSTS))
    }

    fn of(builder: SecurityBuilder<App>) -> Self {
        let security = builder
            .authenticate(Jwt::hs256(KEY).issuer(ISSUER).audience(AUDIENCE))
            .rate_limit_keys(10_000)
            .audit(Nowhere)
            .build()
            .expect("a sound configuration");
        let router = Actions::new(security, ()).mount(actions![echo, search, me, address]).fallback().into_router();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        Self { runtime: runtime.expect("a runtime"), router: router.expect("sound actions") }
    }

    /// Sends a request and asserts what holds for every answer: it is no failure of the service, and it is JSON.
    pub(crate) fn send(&mut self, mut request: Request<Body>, peer: [u8; 4]) -> Answer {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 50_314))));
        let Ok(response) = self.runtime.block_on(self.router.call(request));
        let (parts, body) = response.into_parts();
        let body = self.runtime.block_on(body.collect()).expect("a body").to_bytes();
        assert!(!parts.status.is_server_error(), "{parts:?} {body:?}");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("every answer is JSON");
        if !parts.status.is_success() {
            assert_eq!(parts.headers["content-type"], "application/problem+json", "{parts:?} {body:?}");
            assert_eq!(body["status"], parts.status.as_u16(), "{body:?}");
        }
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
