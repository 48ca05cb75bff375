//! Stage 13: what an action calls its event.

use std::time::Duration;

use axum::Router;
use garde::Validate;
use http::StatusCode;
use schemars::JsonSchema;
use secure_action::{ActionError, Code, Input, NoContent, Result, Secret, action, actions};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Credentials {
    #[garde(length(chars, max = 20))]
    name: String,
    #[garde(skip)]
    password: Secret<String>,
}

#[action(app = App, post = "/sign-in", public, rate_limit = "6/1m", timeout = "5s", event = "authn_login")]
async fn sign_in(input: Input<Credentials>) -> Result<NoContent> {
    match input.name.as_str() {
        "nobody" => Err(ActionError::not_found("no such account")),
        "panic" => std::panic::panic_any("a broken account"),
        "slow" => std::future::pending().await,
        _ if input.password.expose() == "right" => Ok(NoContent),
        _ => Err(ActionError::new(StatusCode::UNAUTHORIZED, Code::UNAUTHENTICATED, "wrong password")),
    }
}

#[action(app = App, post = "/password", auth, event = "authn_password_change")]
async fn change_password(input: Input<Credentials>) -> Result<NoContent> {
    if input.password.expose() == "right" { Ok(NoContent) } else { Err(ActionError::conflict("wrong password")) }
}

#[action(app = App, post = "/tokens", role = "writer", event = "authn_token_created")]
async fn create_token() -> Result<NoContent> {
    Ok(NoContent)
}

fn router(world: &World) -> Router {
    world.router(actions![sign_in, change_password, create_token])
}

fn credentials(name: &str, password: &str) -> Value {
    json!({ "name": name, "password": password })
}

async fn kind(world: &World) -> (String, String) {
    let mut events = world.new_events().await;
    assert_eq!(events.len(), 1, "{events:#?}");
    let event = events.remove(0);
    let text = |key: &str| event[key].as_str().expect("a text").split(':').next().expect("a word").to_owned();
    (text("event"), text("level"))
}

fn pair(kind: &str, level: &str) -> (String, String) {
    (kind.to_owned(), level.to_owned())
}

#[tokio::test]
async fn trap_57_a_sign_in_is_called_one_and_says_how_it_ended() {
    let world = World::new();
    let router = router(&world);
    for (name, password, status, expected) in [
        ("uma", "right", 204, pair("authn_login_success", "INFO")),
        ("uma", "wrong", 401, pair("authn_login_fail", "WARN")),
        ("nobody", "right", 404, pair("authn_login_fail", "WARN")),
        ("a name of more than twenty characters", "right", 422, pair("authn_login_fail", "WARN")),
        ("panic", "right", 500, pair("sys_crash", "WARN")),
    ] {
        let answer = call("POST", "/sign-in").json(&credentials(name, password)).send(&router).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert_eq!(kind(&world).await, expected, "{name}");
    }
    let answer = call("POST", "/sign-in").body("application/json", "{").send(&router).await;
    answer.is_problem(400, "MALFORMED_INPUT");
    assert_eq!(kind(&world).await, pair("authn_login_fail", "WARN"));
    let answer = call("POST", "/sign-in").json(&credentials("uma", "right")).send(&router).await;
    answer.is_problem(429, "RATE_LIMITED");
    assert_eq!(kind(&world).await, pair("excess_rate_limit_exceeded", "WARN"));
}

#[tokio::test]
async fn trap_57_a_guess_whose_client_hangs_up_is_no_success() {
    let world = World::new();
    let router = router(&world);
    let slow = call("POST", "/sign-in").json(&credentials("slow", "guess")).send(&router);
    assert!(tokio::time::timeout(Duration::from_millis(50), slow).await.is_err());
    assert_eq!(kind(&world).await, pair("authn_login_fail", "WARN"));
}

#[tokio::test]
async fn trap_57_who_is_refused_at_the_door_did_not_do_what_the_action_does() {
    let world = World::new();
    let router = router(&world);
    let (writer, reader) = (world.token("uma", &["writer"]), world.token("rob", &["reader"]));
    for (path, token, password, status, expected) in [
        ("/password", Some(&writer), "right", 204, pair("authn_password_change", "INFO")),
        ("/password", Some(&writer), "wrong", 409, pair("authn_password_change_fail", "CRITICAL")),
        ("/password", None, "right", 401, pair("authz_fail", "CRITICAL")),
        ("/password", Some(&"forged".to_owned()), "right", 401, pair("authn_login_fail", "WARN")),
        ("/tokens", Some(&writer), "", 204, pair("authn_token_created", "INFO")),
        ("/tokens", Some(&reader), "", 403, pair("authz_fail", "CRITICAL")),
    ] {
        let request = call("POST", path);
        let request = if path == "/password" { request.json(&credentials("uma", password)) } else { request };
        let request = if let Some(token) = token { request.token(token) } else { request };
        let answer = request.send(&router).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert_eq!(kind(&world).await, expected, "{path} {token:?}");
    }
}
