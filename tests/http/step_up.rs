//! Step-up (RFC 9470): how recently and at which level the caller must have authenticated.

mod authenticators;
mod order;
mod startup;

use std::time::Duration;

use axum::Router;
use secure_action::{NoContent, Result, action, actions};
use serde_json::{Value, json};

use crate::world::{Answer, App, World, call};

#[action(app = App, get = "/recent", auth(max_age = "5m"))]
async fn recent() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/strong", auth(acr("mfa", "urn:example:hardware")))]
async fn strong() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/both", auth(jwt, max_age = "5m", acr = "mfa"))]
async fn both() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/neither", auth)]
async fn neither() -> Result<NoContent> {
    Ok(NoContent)
}

const TOO_OLD: &str = "More recent authentication is required";
const OTHER_LEVEL: &str = "A different authentication level is required";
const BOTH: &str = "More recent authentication at a different level is required";

fn start() -> (World, Router) {
    let world = World::new();
    let router = world.router(actions![recent, strong, both, neither]);
    (world, router)
}

/// The time at which every test begins.
fn now() -> u64 {
    1_800_000_000
}

async fn get(world: &World, router: &Router, path: &str, claims: Value) -> Answer {
    let mut all = json!({ "sub": "uma" });
    for (name, value) in claims.as_object().expect("an object") {
        all[name] = value.clone();
    }
    call("GET", path).token(&world.token_with(&all)).send(router).await
}

#[track_caller]
fn is_refused(answer: &Answer, description: &str, demanded: &str) {
    let problem = answer.is_problem(401, "STEP_UP_REQUIRED");
    assert_eq!(problem["detail"], description);
    let challenge =
        format!("Bearer error=\"insufficient_user_authentication\", error_description=\"{description}\", {demanded}");
    let challenges: Vec<_> = answer.headers.get_all("www-authenticate").iter().collect();
    assert_eq!(challenges, [challenge.as_str()]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_fresh_authentication_passes_and_a_stale_one_is_sent_to_authenticate_again() {
    let (world, router) = start();
    // Thirty seconds of leeway, either way.
    for age in [0, 1, 300, 330] {
        let answer = get(&world, &router, "/recent", json!({ "auth_time": now() - age })).await;
        assert_eq!(answer.status, 204, "{age}: {answer:?}");
    }
    for ahead in [1, 30] {
        let answer = get(&world, &router, "/recent", json!({ "auth_time": now() + ahead })).await;
        assert_eq!(answer.status, 204, "{ahead}: {answer:?}");
    }
    for auth_time in [json!(now() - 331), json!(now() - 86_400), json!(0), json!(now() + 31), json!(now() as f64 - 331.5)] {
        let answer = get(&world, &router, "/recent", json!({ "auth_time": auth_time })).await;
        is_refused(&answer, TOO_OLD, "max_age=\"300\"");
    }
}

#[tokio::test]
async fn a_token_that_does_not_say_when_is_not_fresh() {
    let (world, router) = start();
    // Issued this very second: that is not when somebody authenticated.
    for claims in [json!({}), json!({ "auth_time": null }), json!({ "iat": now(), "acr": "mfa" })] {
        let answer = get(&world, &router, "/recent", claims).await;
        is_refused(&answer, TOO_OLD, "max_age=\"300\"");
    }
}

#[tokio::test]
async fn any_of_the_levels_will_do_and_no_other() {
    let (world, router) = start();
    for acr in ["mfa", "urn:example:hardware"] {
        let answer = get(&world, &router, "/strong", json!({ "acr": acr })).await;
        assert_eq!(answer.status, 204, "{acr}: {answer:?}");
    }
    for claims in [
        json!({}),
        json!({ "acr": null }),
        json!({ "acr": "" }),
        json!({ "acr": "password" }),
        json!({ "acr": "MFA" }),
        json!({ "acr": "mfa " }),
        json!({ "acr": "mfa urn:example:hardware" }),
        json!({ "acr": "pwd", "amr": ["mfa"], "auth_time": now() }),
    ] {
        let answer = get(&world, &router, "/strong", claims).await;
        is_refused(&answer, OTHER_LEVEL, "acr_values=\"mfa urn:example:hardware\"");
    }
}

#[tokio::test]
async fn both_demands_hold_and_both_are_told() {
    let (world, router) = start();
    let (stale, fresh) = (now() - 3600, now());
    for (claims, description) in [
        (json!({ "auth_time": fresh, "acr": "pwd" }), OTHER_LEVEL),
        (json!({ "auth_time": fresh }), OTHER_LEVEL),
        (json!({ "auth_time": stale, "acr": "mfa" }), TOO_OLD),
        (json!({ "acr": "mfa" }), TOO_OLD),
        (json!({ "auth_time": stale, "acr": "pwd" }), BOTH),
        (json!({}), BOTH),
    ] {
        let answer = get(&world, &router, "/both", claims).await;
        is_refused(&answer, description, "max_age=\"300\", acr_values=\"mfa\"");
    }
    let answer = get(&world, &router, "/both", json!({ "auth_time": fresh, "acr": "mfa" })).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test]
async fn a_cached_token_becomes_stale_all_the_same() {
    let (world, router) = start();
    let token = world.token_with(&json!({ "sub": "uma", "auth_time": now() }));
    let get = |path| call("GET", path).token(&token).send(&router);
    for _ in 0..3 {
        assert_eq!(get("/recent").await.status, 204);
    }
    world.clock.advance(Duration::from_secs(331));
    is_refused(&get("/recent").await, TOO_OLD, "max_age=\"300\"");
    // The token itself is as good as before, and so is a new one of somebody who has authenticated again.
    assert_eq!(get("/neither").await.status, 204);
    let again = world.token_with(&json!({ "sub": "uma", "auth_time": now() + 331 }));
    assert_eq!(call("GET", "/recent").token(&again).send(&router).await.status, 204);
    // And what was refused once, of a clock that runs behind, is not refused for good.
    let early = world.token_with(&json!({ "sub": "uma", "auth_time": now() + 331 + 60 }));
    let get = || call("GET", "/recent").token(&early).send(&router);
    is_refused(&get().await, TOO_OLD, "max_age=\"300\"");
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(get().await.status, 204);
}

#[tokio::test]
async fn a_malformed_claim_is_a_malformed_token_wherever_it_goes() {
    let (world, router) = start();
    for claims in [
        json!({ "auth_time": now().to_string() }),
        json!({ "auth_time": -1 }),
        json!({ "auth_time": now() * 1000 }),
        json!({ "auth_time": [now()] }),
        json!({ "auth_time": true }),
        json!({ "acr": ["mfa"] }),
        json!({ "acr": 2 }),
        json!({ "acr": { "mfa": true } }),
    ] {
        for path in ["/both", "/neither"] {
            let answer = get(&world, &router, path, claims.clone()).await;
            answer.is_problem(401, "UNAUTHENTICATED");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""), "{claims}");
        }
    }
}

#[tokio::test]
async fn without_credentials_there_is_nothing_to_step_up_from() {
    let (_world, router) = start();
    let answer = call("GET", "/both").send(&router).await;
    answer.is_problem(401, "UNAUTHENTICATED");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
}

#[tokio::test]
async fn the_trail_knows_who_was_refused_and_why() {
    let (world, router) = start();
    for (path, claims, reason) in [
        ("/recent", json!({ "auth_time": 7 }), "the caller authenticated too long ago"),
        ("/recent", json!({}), "the credential does not say when the caller authenticated"),
        ("/recent", json!({ "auth_time": now() + 99 }), "the caller's authentication is dated in the future"),
        ("/strong", json!({ "acr": "pwd" }), "the caller authenticated at another level"),
        ("/strong", json!({}), "the credential does not say at which level the caller authenticated"),
    ] {
        let answer = get(&world, &router, path, claims).await;
        let events = world.new_events().await;
        assert_eq!(events.len(), 1, "{events:#?}");
        for (name, value) in [
            ("type", json!("authz_fail")),
            ("outcome", json!("refused")),
            ("status", json!(401)),
            ("code", json!("STEP_UP_REQUIRED")),
            ("description", json!(reason)),
            ("caller", json!("uma")),
            ("route", json!(path)),
            ("request_id", json!(answer.header("x-request-id"))),
        ] {
            assert_eq!(events[0][name], value, "{name}: {:#}", events[0]);
        }
        assert!(!answer.body.contains(reason), "{answer:?}");
    }
}
