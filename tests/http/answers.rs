//! Stage 12: statuses, headers, and what development mode shows.

use std::io;

use secure_action::request::TrustedProxies;
use secure_action::{Code, Created, Development, Json, NoContent, Path, Result, action, actions};
use serde::Serialize;
use serde::ser::{Error, Serializer};
use serde_json::{Value, json};

use crate::world::{App, World, call};

#[action(app = App, post = "/created", public)]
async fn created() -> Result<Created<u8>> {
    Ok(Created::new(7).at("/things/7"))
}

#[action(app = App, post = "/elsewhere", public)]
async fn elsewhere() -> Result<Created<u8>> {
    Ok(Created::new(7).at("//evil.example/"))
}

#[action(app = App, post = "/elsewhere/{how}", public)]
async fn elsewhere_too(Path(how): Path<usize>) -> Result<Created<u8>> {
    let paths = ["/\t/evil.example", "/\\evil.example", "evil.example", "/\u{85}/evil.example"];
    Ok(Created::new(7).at(*paths.get(how).unwrap_or(&"/fine")))
}

#[action(app = App, post = "/unit", public)]
async fn unit() -> Result<()> {
    Ok(())
}

#[action(app = App, get = "/json", public)]
async fn answers_json() -> Result<Json<u8>> {
    Ok(Json(7))
}

#[derive(schemars::JsonSchema)]
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
        Err(S::Error::custom("internal secret"))
    }
}

#[action(app = App, get = "/broken", public)]
async fn broken() -> Result<Json<Broken>> {
    Ok(Json(Broken))
}

#[action(app = App, get = "/fails", public)]
async fn fails() -> Result<NoContent> {
    Err(io::Error::other("the secret cause"))?;
    Ok(NoContent)
}

#[action(app = App, get = "/out-of-stock", public)]
async fn out_of_stock() -> Result<NoContent> {
    Err(secure_action::ActionError::new(http::StatusCode::GONE, Code::new("OUT_OF_STOCK"), "none left")
        .and_invalid("count", "too many"))
}

#[tokio::test]
async fn each_answer_has_its_status_and_every_answer_the_headers() {
    let world = World::new();
    let router = world.router(actions![created, elsewhere, elsewhere_too, unit, answers_json, broken, fails]);
    for (method, path, status) in [
        ("POST", "/created", 201),
        ("POST", "/elsewhere", 400),
        ("POST", "/elsewhere/0", 400),
        ("POST", "/elsewhere/1", 400),
        ("POST", "/elsewhere/2", 400),
        ("POST", "/elsewhere/3", 400),
        ("POST", "/elsewhere/4", 201),
        ("POST", "/unit", 204),
        ("GET", "/json", 200),
        ("GET", "/broken", 500),
        ("GET", "/fails", 500),
    ] {
        let answer = call(method, path).send(&router).await;
        assert_eq!(answer.status, status, "{path}");
        for header in [
            "strict-transport-security",
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "x-request-id",
            "ratelimit-policy",
            "ratelimit",
        ] {
            assert!(answer.headers.get_all(header).iter().count() == 1, "{path}: {header}");
        }
        assert!(answer.header("x-xss-protection").is_none());
        assert!(!answer.body.contains("secret") && !answer.body.contains("evil"), "{}", answer.body);
    }
    let answer = call("POST", "/created").send(&router).await;
    assert_eq!((answer.header("location"), answer.json()), (Some("/things/7"), json!(7)));
}

#[tokio::test]
async fn an_applications_own_problem() {
    let world = World::new();
    let router = world.router(actions![out_of_stock]);
    let problem = call("GET", "/out-of-stock").send(&router).await.is_problem(410, "OUT_OF_STOCK");
    assert_eq!(problem["title"], "Out of stock");
    assert_eq!(problem["detail"], "none left");
    assert_eq!(problem["errors"], json!({ "count": ["too many"] }));
}

#[tokio::test]
async fn trap_15_internal_text_is_for_this_machine_and_only_if_written() {
    let world = World::new();
    let router = world.router(actions![fails]);
    assert!(call("GET", "/fails").from("127.0.0.1").send(&router).await.json()["internal"].is_null());
    let router = world.router_with(world.security().development(Development::local()), actions![fails]);
    let shown = call("GET", "/fails").from("127.0.0.1").send(&router).await.json();
    assert!(shown["internal"].as_str().is_some_and(|text| text.contains("the secret cause")));
    assert!(call("GET", "/fails").send(&router).await.json()["internal"].is_null());
}

#[tokio::test]
async fn trap_41_request_ids_come_from_proxies_that_set_them_only() {
    let world = World::new();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network").sets_request_id();
    let router = world.router_with(world.security().trusted_proxies(proxies), actions![answers_json]);
    let get = || call("GET", "/json").header("x-forwarded-for", "198.51.100.1");
    let given = |id: &'static str| get().header("x-request-id", id);
    assert_ne!(given("mine").send(&router).await.header("x-request-id"), Some("mine"));
    assert_eq!(given("mine").from("10.0.0.1").send(&router).await.header("x-request-id"), Some("mine"));
    for bad in ["a b", "a\"b", "<script>"] {
        assert_ne!(given(bad).from("10.0.0.1").send(&router).await.header("x-request-id"), Some(bad));
    }
    // A proxy that appends its own to the client's does not set it.
    let both = given("mine").header("x-request-id", "theirs").from("10.0.0.1").send(&router).await;
    assert!(!matches!(both.header("x-request-id"), Some("mine" | "theirs")));
}

#[tokio::test]
async fn trap_41_what_a_client_calls_its_request_is_recorded_beside_our_id() {
    let world = World::new();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
    let router = world.router_with(world.security().trusted_proxies(proxies), actions![answers_json]);
    let get = || call("GET", "/json").header("x-forwarded-for", "198.51.100.1");
    for (peer, given, recorded) in [
        ("10.0.0.1", "mine-1", json!("mine-1")),
        ("203.0.113.9", "mine-2", json!("mine-2")),
        ("10.0.0.1", "a\"b", json!(null)),
        ("203.0.113.9", "", json!(null)),
    ] {
        let answer = get().from(peer).header("x-request-id", given).send(&router).await;
        assert_ne!(answer.header("x-request-id"), Some(given));
        let events = world.new_events().await;
        assert_eq!(events[0]["client_request_id"], recorded, "{given}");
        assert_eq!(events[0]["request_id"].as_str(), answer.header("x-request-id"));
    }
    let long = get().header("x-request-id", "x".repeat(129)).send(&router).await;
    assert_eq!(long.header("x-request-id").map(str::len), Some(20));
    assert!(world.event().await["client_request_id"].is_null());
}

#[tokio::test]
async fn a_header_by_itself_makes_no_500() {
    let world = World::new();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
    let alone = world.router(actions![answers_json]);
    let proxied = world.router_with(world.security().trusted_proxies(proxies), actions![answers_json]);
    for peer in ["127.0.0.1", "10.9.9.9", "192.168.1.4", "172.17.0.1", "169.254.1.1", "::1", "fd00::7", "fe80::7"] {
        for (name, value) in
            [("x-forwarded-for", "1"), ("x-forwarded-for", ""), ("forwarded", "for=1.2.3.4"), ("forwarded", "")]
        {
            let answer = call("GET", "/json").from(peer).header(name, value).send(&alone).await;
            answer.is_problem(400, "MALFORMED_INPUT");
            let answer = call("GET", "/json").from(peer).header(name, value).send(&proxied).await;
            answer.is_problem(400, "MALFORMED_INPUT");
        }
    }
    // Nor does the lack of one.
    call("GET", "/json").from("10.0.0.1").send(&proxied).await.is_problem(400, "MALFORMED_INPUT");
    let events = world.events().await;
    let tells =
        |event: &Value| event["description"].as_str().is_some_and(|text| text.contains("without the forwarding header"));
    assert!(events.iter().any(tells), "{events:#?}");
}

#[tokio::test]
async fn https_can_be_required() {
    let world = World::new();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
    let router = world.router_with(world.security().trusted_proxies(proxies).require_https(), actions![answers_json]);
    let via = |scheme: &'static str| {
        let call = call("GET", "/json").from("10.0.0.1");
        call.header("x-forwarded-for", "198.51.100.1").header("x-forwarded-proto", scheme)
    };
    assert_eq!(via("https").send(&router).await.status, 200);
    via("http").send(&router).await.is_problem(403, "HTTPS_REQUIRED");
    call("GET", "/json").send(&router).await.is_problem(403, "HTTPS_REQUIRED");
}
