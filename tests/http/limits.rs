//! Stages 2, 4 and 8 on the wire: headers, keys, skips.

mod defaults;
mod failures;
mod flood;
mod phases;
mod shared;
mod together;

use std::time::Duration;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::request::TrustedProxies;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

#[action(app = App, post = "/five", auth, rate_limit("5/15m", skip = "admin"))]
async fn five() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/two", public, rate_limit = "2/1m")]
async fn two() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/steady", public, rate_limit("60/1m", burst = 3))]
async fn steady() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/once", public, rate_limit("1/1h", by = "global"))]
async fn once() -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
struct SignIn {
    #[garde(length(chars, max = 254))]
    email: String,
}

#[action(app = App, post = "/sign-in", public, rate_limit("2/1h", by = "input.email"), rate_limit = "4/1h")]
async fn sign_in(_input: Input<SignIn>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_04_exactly_the_limit_is_admitted() {
    let world = World::new();
    let router = world.router(actions![five]);
    let uma = world.token("uma", &["writer"]);
    for remaining in (0..5).rev() {
        let answer = call("POST", "/five").token(&uma).send(&router).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"caller\";q=5;w=900, \"caller-2\";q=1000;w=60"));
        let told = answer.header("ratelimit").expect("told");
        assert!(told.starts_with(&format!("\"caller\";r={remaining};t=900, \"caller-2\";r={};", 995 + remaining)), "{told}");
    }
    let refused = call("POST", "/five").token(&uma).send(&router).await;
    let problem = refused.is_problem(429, "RATE_LIMITED");
    assert_eq!(problem["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(problem["violated-policies"], json!(["caller"]));
    assert_eq!(problem["retry_after"], 900);
    assert_eq!(refused.header("retry-after"), Some("900"));
    let told = refused.header("ratelimit").expect("told");
    assert!(told.starts_with("\"caller\";r=0;t=900, \"caller-2\";r=995;"), "{told}");
    // Others are not affected, and neither is who is skipped.
    assert_eq!(call("POST", "/five").token(&world.token("wim", &[])).send(&router).await.status, 204);
    for _ in 0..20 {
        assert_eq!(call("POST", "/five").token(&world.token("ada", &["admin"])).send(&router).await.status, 204);
    }
}

#[tokio::test]
async fn trap_03_refused_attempts_consume_nothing() {
    let world = World::new();
    let router = world.router(actions![two]);
    let get = || call("GET", "/two").send(&router);
    assert_eq!(get().await.status, 204);
    assert_eq!(get().await.status, 204);
    for _ in 0..30 {
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(get().await.status, 429);
    }
    // A retrying client recovers when its admitted requests have left the window, 1/16 of it later at the latest.
    world.clock.advance(Duration::from_secs(34));
    assert_eq!(get().await.status, 204);
}

#[tokio::test]
async fn trap_05_a_new_spelling_is_not_a_new_bucket() {
    let world = World::new();
    let router = world.router(actions![sign_in]);
    let try_as = |email: &str| call("POST", "/sign-in").json(&json!({ "email": email })).send(&router);
    assert_eq!(try_as("A@Example.com").await.status, 204);
    assert_eq!(try_as(" a@example.com ").await.status, 204);
    try_as("a@EXAMPLE.com").await.is_problem(429, "RATE_LIMITED");
    // Nor is a forged address.
    let other = World::new();
    let router = other.router(actions![two]);
    for (forged, status) in [("1.1.1.1", 204), ("2.2.2.2", 204), ("3.3.3.3", 429)] {
        assert_eq!(call("GET", "/two").header("x-forwarded-for", forged).send(&router).await.status, status);
    }
}

#[tokio::test]
async fn trap_06_clients_behind_a_proxy_have_their_own_buckets() {
    let world = World::new();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
    let router = world.router_with(world.security().trusted_proxies(proxies), actions![two]);
    let via = |client: &'static str| call("GET", "/two").from("10.0.0.1").header("x-forwarded-for", client);
    for _ in 0..2 {
        assert_eq!(via("198.51.100.1").send(&router).await.status, 204);
    }
    assert_eq!(via("198.51.100.1").send(&router).await.status, 429);
    assert_eq!(via("198.51.100.2").send(&router).await.status, 204);
    // A proxy that does not say who is behind it gets no shared bucket.
    assert_eq!(call("GET", "/two").from("10.0.0.1").send(&router).await.status, 400);
}

#[tokio::test]
async fn ipv6_neighbours_share_a_bucket() {
    let world = World::new();
    let router = world.router(actions![two]);
    for (peer, status) in [("2001:db8::1", 204), ("2001:db8::2", 204), ("2001:db8::ffff:3", 429), ("2001:db8:0:1::1", 204)] {
        assert_eq!(call("GET", "/two").from(peer).send(&router).await.status, status, "{peer}");
    }
}

#[tokio::test]
async fn a_burst_is_a_steady_rate() {
    let world = World::new();
    let router = world.router(actions![steady]);
    let get = || call("GET", "/steady").send(&router);
    for _ in 0..3 {
        assert_eq!(get().await.status, 204);
    }
    assert_eq!(get().await.header("retry-after"), Some("1"));
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(get().await.status, 204);
    assert_eq!(get().await.status, 429);
}

#[tokio::test]
async fn a_global_limit_counts_everybody() {
    let world = World::new();
    let router = world.router(actions![once]);
    assert_eq!(call("GET", "/once").from("192.0.2.1").send(&router).await.status, 204);
    assert_eq!(call("GET", "/once").from("192.0.2.2").send(&router).await.status, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trap_02_parallel_callers_share_one_limit() {
    let world = World::new();
    let router = world.router(actions![five]);
    let uma = world.token("uma", &[]);
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let (router, uma) = (router.clone(), uma.clone());
            tokio::spawn(async move { call("POST", "/five").token(&uma).send(&router).await.status.as_u16() })
        })
        .collect();
    let mut admitted = 0;
    for call in calls {
        admitted += usize::from(call.await.expect("no panic") == 204);
    }
    assert_eq!(admitted, 5);
}
