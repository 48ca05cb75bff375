//! What holds for every action, whatever limits it names itself.

use std::time::Duration;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::rate_limit::{LimitKey, RateLimit};
use secure_action::{Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::documents::Document;
use crate::world::{App, World, call};

#[action(app = App, get = "/bare", public)]
async fn bare() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/known", auth)]
async fn known() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/known/by-ip", auth, rate_limit("7/1m", by = "ip"))]
async fn known_by_ip() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/known/by-caller", auth, rate_limit = "7/1m")]
async fn known_by_caller() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/known/but-admins", auth, rate_limit("7/1m", skip = "admin"))]
async fn known_but_admins() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/failing", public, rate_limit("7/1m", count = "failures"))]
async fn failing() -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Mail {
    #[garde(length(chars, max = 254))]
    email: String,
}

#[action(app = App, post = "/news", public, rate_limit("5/15m", by = "input.email"))]
async fn news(_: Input<Mail>) -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
struct SignIn {
    #[garde(length(chars, max = 254))]
    email: String,
    #[garde(skip)]
    password: Secret<String>,
}

#[action(app = App, post = "/sign-in", public, rate_limit("5/15m", by = "input.email"))]
async fn by_account(input: Input<SignIn>) -> Result<NoContent> {
    let _ = &input.password;
    Ok(NoContent)
}

#[action(app = App, post = "/sign-in/both", public, rate_limit("5/15m", by("ip", "input.email")))]
async fn by_both(_: Input<SignIn>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/sign-in/sound", public, rate_limit("5/15m", by = "input.email"), rate_limit = "20/15m")]
async fn by_each(_: Input<SignIn>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_31_an_own_limit_adds_to_that_of_the_application() {
    let world = World::new();
    let router = world.router(actions![bare, known, known_by_ip, known_by_caller, known_but_admins, failing, news]);
    let token = world.token("uma", &[]);
    for (path, policy) in [
        ("/bare", "\"ip\";q=100;w=60"),
        ("/known", "\"caller\";q=1000;w=60"),
        ("/known/by-ip", "\"ip\";q=7;w=60, \"caller\";q=1000;w=60"),
        ("/known/by-caller", "\"caller\";q=7;w=60"),
        ("/known/but-admins", "\"caller\";q=7;w=60, \"caller-2\";q=1000;w=60"),
        ("/failing", "\"ip\";q=7;w=60, \"ip-2\";q=100;w=60"),
    ] {
        let answer = call("GET", path).token(&token).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.header("ratelimit-policy")), (204, Some(policy)), "{path}");
    }
    // Three hundred addresses of mail, from one address.
    let mut refused = 0;
    for number in 0..300 {
        let answer = call("POST", "/news").json(&json!({ "email": format!("{number}@example.com") })).send(&router).await;
        if answer.status == 429 {
            assert_eq!(answer.json()["violated-policies"], json!(["ip"]));
            refused += 1;
        }
    }
    assert_eq!(refused, 200);
}

#[tokio::test]
async fn trap_31_a_secret_taken_from_anybody_demands_a_limit_by_address() {
    let world = World::new();
    let start = |actions| {
        let security = world.security().build().expect("a sound configuration");
        secure_action::Actions::new(security, world.clone()).mount(actions).into_router().map_err(|error| error.to_string())
    };
    let fault = start(actions![by_account, by_both, by_each]).expect_err("one password for every account");
    for name in ["by_account", "by_both"] {
        assert!(fault.contains(&format!("`{name}` takes a secret from anybody")) && fault.contains("each address"), "{fault}");
    }
    assert!(!fault.contains("by_each"), "{fault}");
    // One password on three hundred accounts.
    let router = start(actions![by_each]).expect("sound actions");
    let mut admitted = 0;
    for number in 0..300 {
        let body = json!({ "email": format!("{number}@example.com"), "password": "Winter2026" });
        admitted += usize::from(call("POST", "/sign-in/sound").json(&body).send(&router).await.status == 204);
    }
    assert_eq!(admitted, 20);
}

#[tokio::test]
async fn the_application_says_its_own_and_the_document_tells_them() {
    let world = World::new();
    let security = world
        .security()
        .default_rate_limit(RateLimit::new(9, Duration::from_secs(60)))
        .default_caller_rate_limit(RateLimit::new(3, Duration::from_secs(3600)).by(LimitKey::Caller));
    let router = world.documented_router(security, actions![bare, known, news, known_by_ip]);
    let document = Document::fetch(&router).await.0;
    let token = world.token("uma", &[]);
    let body = json!({ "email": "a@example.com" });
    for (method, path) in [("GET", "/bare"), ("GET", "/known"), ("POST", "/news"), ("GET", "/known/by-ip")] {
        let request = call(method, path).token(&token);
        let answer = if method == "POST" { request.json(&body) } else { request }.send(&router).await;
        let told = &document["paths"][path][method.to_lowercase()]["x-rate-limits"];
        let told = told.as_array().expect("limits").iter().map(|limit| {
            let (by, quota, window) = (limit["by"].as_str(), &limit["quota"], &limit["window"]);
            format!("\"{}\";q={quota};w={window}", by.expect("a name"))
        });
        assert_eq!(answer.header("ratelimit-policy"), Some(told.collect::<Vec<_>>().join(", ").as_str()), "{path}");
    }
    for status in [204, 204, 429] {
        assert_eq!(call("GET", "/known").token(&token).send(&router).await.status, status);
    }
}

#[test]
fn a_default_that_limits_something_else_is_refused() {
    let minute = Duration::from_secs(60);
    let limit = RateLimit::new(5, minute);
    let security = World::new()
        .security()
        .default_rate_limit(limit.by(LimitKey::Global))
        .default_caller_rate_limit(RateLimit::new(0, minute));
    let faults = security.build().expect_err("nothing is limited").to_string();
    for part in
        ["count every request by address", "default rate limit of callers: a rate limit of 0", "count every request by caller"]
    {
        assert!(faults.contains(part), "{faults}");
    }
}
