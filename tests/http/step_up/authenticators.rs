//! Step-up with credentials other than bearer tokens: what they must say, and how they are challenged.

use std::time::Duration;

use axum::Router;
use http::HeaderValue;
use secure_action::authn::jwt::Jwt;
use secure_action::authn::{Authentication, Authenticator, Identity, Presented};
use secure_action::{Refusal, Security, StepUp, actions};

use super::{both, neither, now, recent, strong};
use crate::world::{Answer, KEY, World, call};

/// A badge, held against a reader that knows when and how its bearer last proved to be present: `x-badge: time,level`.
struct Badges {
    speaks: bool,
    leeway: Duration,
}

impl Authenticator for Badges {
    fn name(&self) -> &'static str {
        "badge"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        let Some(badge) = presented.head.headers.get("x-badge") else {
            return Authentication::Absent;
        };
        let Some((time, level)) = badge.to_str().ok().and_then(|badge| badge.split_once(',')) else {
            return Authentication::Decided(Err(Refusal::invalid_credentials("no badge")));
        };
        let mut identity = Identity::new("uma");
        if let Ok(time) = time.parse() {
            identity = identity.authenticated_at(time);
        }
        if !level.is_empty() {
            identity = identity.with_acr(level);
        }
        Authentication::Decided(Ok(identity))
    }

    fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static("Badge realm=\"door\"")
    }

    fn challenge_step_up(&self, demanded: &StepUp, description: &'static str) -> Option<HeaderValue> {
        let max_age = demanded.max_age.map_or(0, |max_age| max_age.as_secs());
        let text = format!("Badge again=\"{max_age}\", levels=\"{}\", why=\"{description}\"", demanded.acr.join("|"));
        self.speaks.then(|| HeaderValue::try_from(text).expect("plain text"))
    }

    fn supports_step_up(&self, _: &StepUp) -> bool {
        true
    }

    fn leeway(&self) -> Duration {
        self.leeway
    }

    fn security_scheme(&self) -> serde_json::Value {
        serde_json::json!({ "type": "apiKey", "in": "header", "name": "X-Badge" })
    }
}

fn start(badges: Badges) -> (World, Router) {
    let world = World::new();
    let router = world.router_with(world.security().authenticate(badges), actions![recent, strong, both, neither]);
    (world, router)
}

async fn show(router: &Router, path: &str, badge: &str) -> Answer {
    call("GET", path).header("x-badge", badge).send(router).await
}

#[tokio::test]
async fn any_authenticator_can_say_when_and_at_which_level() {
    let (_world, router) = start(Badges { speaks: true, leeway: Duration::ZERO });
    assert_eq!(show(&router, "/recent", &format!("{},", now())).await.status, 204);
    assert_eq!(show(&router, "/strong", ",mfa").await.status, 204);
    assert_eq!(show(&router, "/neither", ",").await.status, 204);
    let answer = show(&router, "/strong", "7,pwd").await;
    answer.is_problem(401, "STEP_UP_REQUIRED");
    let expected =
        "Badge again=\"0\", levels=\"mfa|urn:example:hardware\", why=\"A different authentication level is required\"";
    assert_eq!(answer.header("www-authenticate"), Some(expected));
}

#[tokio::test]
async fn a_scheme_without_words_for_it_refuses_with_its_usual_challenge() {
    let (_world, router) = start(Badges { speaks: false, leeway: Duration::ZERO });
    for (path, badge) in [("/recent", ",mfa"), ("/recent", "7,mfa"), ("/strong", "7,"), ("/strong", "7,pwd")] {
        let answer = show(&router, path, badge).await;
        answer.is_problem(401, "STEP_UP_REQUIRED");
        assert_eq!(answer.header("www-authenticate"), Some("Badge realm=\"door\""));
    }
}

#[tokio::test]
async fn clocks_differ_by_the_leeway_of_the_authenticator_and_no_more() {
    for (leeway, oldest, latest) in [(0, now() - 300, now()), (10, now() - 310, now() + 10)] {
        let (_world, router) = start(Badges { speaks: true, leeway: Duration::from_secs(leeway) });
        for (time, status) in [(oldest - 1, 401), (oldest, 204), (latest, 204), (latest + 1, 401), (u64::MAX, 401)] {
            let answer = show(&router, "/recent", &format!("{time},")).await;
            assert_eq!(answer.status, status, "{leeway} {time}");
        }
    }
}

#[tokio::test]
async fn the_kinds_of_credential_hold_beside_the_demands() {
    let (world, router) = start(Badges { speaks: true, leeway: Duration::ZERO });
    // `auth(jwt, ...)` takes no badge, however good.
    let answer = show(&router, "/both", &format!("{},mfa", now())).await;
    answer.is_problem(401, "UNAUTHENTICATED");
    let token = world.token_with(&serde_json::json!({ "sub": "uma", "auth_time": now(), "acr": "mfa" }));
    assert_eq!(call("GET", "/both").token(&token).send(&router).await.status, 204);
}

#[tokio::test]
async fn tokens_without_leeway_and_without_memory_are_decided_by_the_second() {
    let world = World::new();
    let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests").leeway(Duration::ZERO).cache(0);
    let security = Security::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
    let router = world.router_with(security, actions![recent]);
    let token = world.token_with(&serde_json::json!({ "sub": "uma", "auth_time": now() }));
    world.clock.advance(Duration::from_secs(300));
    assert_eq!(call("GET", "/recent").token(&token).send(&router).await.status, 204);
    world.clock.advance(Duration::from_nanos(1));
    call("GET", "/recent").token(&token).send(&router).await.is_problem(401, "STEP_UP_REQUIRED");
}
