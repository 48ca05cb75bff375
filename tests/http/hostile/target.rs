//! The application that is attacked, with one action for each way in, and what must hold for every answer.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use garde::Validate;
use http::{Method, Request};
use schemars::JsonSchema;
use secure_action::request::TrustedProxies;
use secure_action::{
    ActionSet, Caller, Client, Email, Input, Json, NoContent, Path, Query, RateLimit, Result, action, actions,
};
use serde::Deserialize;
use serde_json::Value;

use crate::documents::Document;
use crate::world::{Answer, App, Call, World, exchange};

/// A text that attacks send as a value, and that no answer and no refusal's event may repeat.
pub(super) const ECHO: &str = "zq7.Echo.9Kv";

/// An order that is accepted.
pub(super) const ORDER: &str = r#"{"name":"Ada","count":2,"price":1.5,"tags":["a","b"],"extra":{"deep":[{"x":"y"}]}}"#;

#[derive(Deserialize, JsonSchema, Validate)]
pub(super) struct Order {
    #[garde(length(chars, min = 1, max = 50))]
    name: String,
    #[garde(range(max = 100))]
    count: u32,
    #[garde(skip)]
    price: Option<f64>,
    #[garde(skip)]
    email: Option<Email>,
    #[garde(skip)]
    size: Option<Size>,
    #[garde(skip)]
    delivery: Option<Delivery>,
    #[garde(skip)]
    voucher: Option<Voucher>,
    #[garde(skip)]
    either: Option<Either>,
    #[garde(inner(length(chars, max = 20)))]
    #[serde(default)]
    tags: Vec<String>,
    #[garde(skip)]
    extra: Option<Value>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Size {
    Small,
    Large,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Delivery {
    Pickup,
    Courier { street: String },
}

/// Says in its error what it rejects, as the types of other crates do.
#[derive(Deserialize, JsonSchema)]
#[serde(try_from = "String")]
struct Voucher(String);

impl TryFrom<String> for Voucher {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        if text.starts_with("V-") { Ok(Self(text)) } else { Err(format!("{text} is no voucher")) }
    }
}

/// serde reads it into a buffer first and then tries one variant after the other.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Either {
    Number(u8),
    Object { text: String },
}

#[action(app = App, post = "/orders", public, rate_limit = "1000000/1m", body_limit = "1MB")]
async fn place_order(input: Input<Order>) -> Result<Json<usize>> {
    let Order { name, count, price, email, size, delivery, voucher, either, tags, extra } = input.into_inner();
    assert!((1..=50).contains(&name.chars().count()) && count <= 100, "not valid");
    assert!(price.is_none_or(f64::is_finite), "not a number");
    let sized = usize::from(matches!(size, Some(Size::Small | Size::Large)));
    let street = delivery.map_or(0, |delivery| match delivery {
        Delivery::Pickup => 0,
        Delivery::Courier { street } => street.len(),
    });
    let either = either.map_or(0, |either| match either {
        Either::Number(number) => usize::from(number),
        Either::Object { text } => text.len(),
    });
    let texts = email.map_or(0, |email| email.as_str().len()) + voucher.map_or(0, |voucher| voucher.0.len());
    Ok(Json(texts + sized + street + either + tags.len() + usize::from(extra.is_some())))
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(length(chars, min = 1, max = 10))]
    text: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Search {
    #[garde(length(chars, max = 40))]
    q: String,
    #[garde(range(max = 9))]
    page: Option<u32>,
    #[garde(skip)]
    #[serde(default)]
    tag: Vec<String>,
}

#[action(app = App, put = "/notes/{id}/{name}", permission = "note:write", body_limit = "1KB")]
async fn put_note(
    caller: Caller,
    Path((id, name)): Path<(u32, String)>,
    Query(search): Query<Search>,
    input: Input<Note>,
) -> Result<Json<usize>> {
    assert!(!name.contains(char::is_control), "not valid");
    Ok(Json(caller.id().len() + name.len() + search.q.len() + input.text.len() + usize::from(id == 0)))
}

#[action(app = App, get = "/search", public, rate_limit = "1000000/1m")]
async fn search(client: Client, Query(search): Query<Search>) -> Result<Json<usize>> {
    let agent = client.user_agent().map_or(0, str::len);
    Ok(Json(agent + search.q.len() + search.tag.len() + usize::from(search.page.is_some())))
}

#[action(app = App, get = "/files/{name}", public, rate_limit = "1000000/1m")]
async fn read_file(Path(name): Path<String>) -> Result<Json<usize>> {
    Ok(Json(name.len()))
}

#[action(app = App, get = "/feed", public, rate_limit = "1000000/1m")]
async fn feed(caller: Option<Caller>) -> Result<Json<bool>> {
    Ok(Json(caller.is_some()))
}

#[action(app = App, delete = "/users/{id}", role = "admin")]
async fn delete_user(Path(id): Path<u32>) -> Result<NoContent> {
    assert!(id < u32::MAX);
    Ok(NoContent)
}

fn all() -> ActionSet<App> {
    actions![place_order, put_note, search, read_file, feed, delete_user]
}

/// The application that is attacked.
pub(super) struct Target {
    pub(super) world: World,
    pub(super) router: Router,
    document: Document,
}

impl Target {
    pub(super) async fn new() -> Self {
        let world = World::new();
        let security = world.security();
        Self::with(world, security).await
    }

    /// Behind proxies in 10.0.0.0/8 that set `X-Forwarded-For`, or `Forwarded`.
    pub(super) async fn behind_proxies(rfc7239: bool) -> Self {
        let world = World::new();
        let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
        let proxies = if rfc7239 { proxies.rfc7239() } else { proxies };
        let security = world.security().trusted_proxies(proxies);
        Self::with(world, security).await
    }

    async fn with(world: World, security: secure_action::SecurityBuilder<App>) -> Self {
        // What the router answers by itself is attacked as often as the actions.
        let many = RateLimit::new(1_000_000, Duration::from_secs(60));
        let router = world.documented_router(security.rate_limit_keys(1000).default_rate_limit(many), all());
        let document = Document::fetch(&router).await;
        world.new_events().await;
        Self { world, router, document }
    }

    /// The token of somebody who may call everything.
    pub(super) fn admin(&self) -> String {
        self.world.token("ada", &["admin"])
    }

    pub(super) async fn attack(&self, call: Call) -> Answer {
        self.attack_with(call.request()).await
    }

    /// Sends a request and asserts what must hold for the answer to any request.
    pub(super) async fn attack_with(&self, request: Request<Body>) -> Answer {
        let method = request.method().clone();
        let answer = exchange(request, &self.router).await;
        let status = answer.status.as_u16();
        assert!(status < 500, "the request broke something: {answer:?}");
        assert!(!format!("{answer:?}").contains(ECHO), "a value came back: {answer:?}");
        for header in ["x-request-id", "content-security-policy", "x-content-type-options", "strict-transport-security"] {
            assert_eq!(answer.headers.get_all(header).iter().count(), 1, "{header}: {answer:?}");
        }
        if status >= 400 && method != Method::HEAD {
            let code = answer.json()["code"].as_str().map(ToOwned::to_owned).unwrap_or_default();
            assert!(!code.is_empty() && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'), "{answer:?}");
            answer.is_problem(status, &code);
        }
        let events = self.world.new_events().await;
        assert_eq!(events.len(), 1, "{answer:?} {events:#?}");
        self.tell_the_same(&answer, &events);
        answer
    }

    /// The events are about this answer, and the document knows it.
    fn tell_the_same(&self, answer: &Answer, events: &[Value]) {
        let status = answer.status.as_u16();
        for event in events {
            assert_eq!(event["request_id"].as_str(), answer.header("x-request-id"), "{event:#}");
            assert_eq!(event["status"], status, "{event:#}");
            // What the router answers by itself is not in the document.
            if event["module"] == "secure_action" {
                assert!(matches!(status, 200 | 400 | 401 | 403 | 404 | 405), "{event:#}");
                continue;
            }
            let (method, route) = (event["request_method"].as_str(), event["route"].as_str());
            let documented = self.document.statuses(method.unwrap_or_default(), route.unwrap_or_default());
            assert!(documented.contains(&status), "{status} is not among {documented:?}: {event:#}");
            if status >= 400 {
                let mut event = event.clone();
                // Where the client says who it is, it may say anything.
                event["useragent"].take();
                assert!(event["input"].is_null() && !event.to_string().contains(ECHO), "{event:#}");
            }
        }
    }
}
