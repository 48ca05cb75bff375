//! A small application with everything injected: time, tokens, the audit trail.

mod recorder;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secure_action::DocumentAccess;
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::request::{Clock, Moment};
use secure_action::{ActionSet, Actions, Application, Security, SecurityBuilder, policy};
use serde_json::{Value, json};
use tower::ServiceExt;

use recorder::Recorder;

policy! {
    resource note;
    resource user;
    resource report;

    role reader { note: read; }
    role writer: reader { note: write; }
    role admin: writer { user: delete; report: read; }
    role auditor { report: read; }
}

/// The application under test.
pub(crate) struct App;

impl Application for App {
    type State = World;
    type Policy = Policy;
}

pub(crate) const KEY: &[u8; 32] = b"\x8b\x1f\x92\xd0\x6e\x44\xa7\x03\x5c\xee\x19\x7a\xb6\x28\xf1\x0d\x93\x4f\xc2\x65\x0a\xde\x37\x81\x5b\xf8\x2c\x9e\x70\x16\xbd\x4a";

/// Everything a test can look at or turn.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) trail: Recorder,
    security: Arc<Mutex<Option<Security<App>>>>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { clock: ManualClock::default(), trail: Recorder::default(), security: Arc::default() }
    }

    /// A configuration with tokens, this world's clock and this world's trail.
    pub(crate) fn security(&self) -> SecurityBuilder<App> {
        self.security_with(tokens())
    }

    /// The same with tokens that are narrowed to the permissions in their claim `scope`.
    pub(crate) fn scoped_security(&self) -> SecurityBuilder<App> {
        self.security_with(tokens().scopes_claim("scope"))
    }

    fn security_with(&self, tokens: Jwt) -> SecurityBuilder<App> {
        Security::builder().authenticate(tokens).clock(self.clock.clone()).audit(self.trail.clone())
    }

    /// The actions, guarded by [`security`](Self::security).
    pub(crate) fn router(&self, actions: ActionSet<App>) -> Router {
        self.router_with(self.security(), actions)
    }

    pub(crate) fn router_with(&self, security: SecurityBuilder<App>, actions: ActionSet<App>) -> Router {
        let security = security.build().expect("a sound configuration");
        self.keep(&security);
        Actions::new(security, self.clone()).mount(actions).into_router().expect("sound actions")
    }

    /// Whose events a test wants to see.
    pub(crate) fn keep(&self, security: &Security<App>) {
        *self.security.lock().expect("no test panics here") = Some(security.clone());
    }

    /// The actions with their document at `/openapi.json`, whole and for admins, and with problems for what no route matches.
    pub(crate) fn documented_router(&self, security: SecurityBuilder<App>, actions: ActionSet<App>) -> Router {
        let (info, access) = (Info::new("Tests", "1.0.0"), DocumentAccess::permission("user:delete"));
        self.finished(security, |all| all.mount(actions).fallback().openapi("/openapi.json", info, access))
    }

    pub(crate) fn finished(&self, security: SecurityBuilder<App>, add: impl FnOnce(Actions<App>) -> Actions<App>) -> Router {
        let security = security.build().expect("a sound configuration");
        self.keep(&security);
        add(Actions::new(security, self.clone())).into_router().expect("sound actions")
    }

    /// A valid token for `subject` with `roles`.
    pub(crate) fn token(&self, subject: &str, roles: &[&str]) -> String {
        self.token_with(&json!({ "sub": subject, "roles": roles }))
    }

    /// A token with these claims over the usual ones.
    pub(crate) fn token_with(&self, claims: &Value) -> String {
        let now = self.clock.now().unix_seconds();
        let mut all = json!({ "iss": "https://id.example", "aud": "tests", "iat": now, "exp": now + 3600 });
        for (name, value) in claims.as_object().expect("an object") {
            all[name] = value.clone();
        }
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &all, &EncodingKey::from_secret(KEY)).expect("a token")
    }

    /// The events recorded so far, as the lines that `JsonLines` writes.
    pub(crate) async fn events(&self) -> Vec<Value> {
        self.flush().await;
        self.trail.lines().clone()
    }

    /// The events since the last look.
    pub(crate) async fn new_events(&self) -> Vec<Value> {
        self.flush().await;
        std::mem::take(&mut *self.trail.lines())
    }

    async fn flush(&self) {
        let security = self.security.lock().expect("no test panics here").clone();
        security.expect("a router was made").flush_audit().await;
    }

    /// The only event.
    pub(crate) async fn event(&self) -> Value {
        let mut events = self.events().await;
        assert_eq!(events.len(), 1, "{events:#?}");
        events.remove(0)
    }
}

fn tokens() -> Jwt {
    Jwt::hs256(KEY).issuer("https://id.example").audience("tests")
}

/// A clock that moves when it is told to.
#[derive(Clone, Default)]
pub(crate) struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(u64::try_from(by.as_nanos()).expect("a test's time"), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        let elapsed = Duration::from_nanos(self.0.load(Ordering::SeqCst));
        Moment { unix: Duration::from_secs(1_800_000_000) + elapsed, elapsed }
    }
}

/// A request from 203.0.113.9.
pub(crate) struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Body,
    peer: Option<SocketAddr>,
}

pub(crate) fn call(method: &'static str, path: impl Into<String>) -> Call {
    let peer = SocketAddr::from(([203, 0, 113, 9], 50_000));
    Call { method, path: path.into(), headers: Vec::new(), body: Body::empty(), peer: Some(peer) }
}

impl Call {
    pub(crate) fn from(mut self, peer: &str) -> Self {
        self.peer = Some(SocketAddr::new(peer.parse().expect("an address"), 50_000));
        self
    }

    /// As a server hands it on that does not say who the peer is.
    pub(crate) fn without_a_peer(self) -> Self {
        Self { peer: None, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(crate) fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub(crate) fn body(self, media_type: &'static str, body: impl Into<Body>) -> Self {
        Self { body: body.into(), ..self }.header("content-type", media_type)
    }

    pub(crate) async fn send(self, router: &Router) -> Answer {
        exchange(self.request(), router).await
    }

    pub(crate) fn request(self) -> Request<Body> {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method.parse().expect("a method");
        *request.uri_mut() = self.path.parse().expect("a path");
        for (name, value) in self.headers {
            request.headers_mut().append(name, value.try_into().expect("a header value"));
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        request
    }
}

/// Sends any request.
pub(crate) async fn exchange(request: Request<Body>, router: &Router) -> Answer {
    let response = router.clone().oneshot(request).await.expect("a router does not fail");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).expect("text") }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a plain header"))
    }

    /// Asserts the status and code of a problem, and that it is a proper one.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{self:?}");
        assert_eq!(problem["status"], status, "{self:?}");
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"), "{self:?}");
        problem
    }
}
