//! What a refusal costs: what one phase has counted stays, and within a phase nothing counts before all have room.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use super::sign_in;
use crate::world::{App, World, call};

#[action(app = App, post = "/export", auth, rate_limit("10/1m", by = "ip"), rate_limit("1/1h", by = "caller"))]
async fn export() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/both", public, rate_limit = "4/1m", rate_limit("1/1h", by = "global"))]
async fn both() -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Report {
    #[garde(length(chars, max = 100))]
    name: String,
    #[garde(skip)]
    text: String,
}

#[action(app = App, post = "/report", public, rate_limit = "10/1m", rate_limit("1/1h", by = "input.name"), body_limit = "64KB")]
async fn report(input: Input<Report>) -> Result<NoContent> {
    let _ = (&input.name, &input.text);
    Ok(NoContent)
}

#[tokio::test]
async fn trap_32_a_key_that_is_exhausted_does_not_buy_requests() {
    let world = World::new();
    let router = world.router(actions![export]);
    let token = world.token("uma", &[]);
    let mut violated = Vec::new();
    for _ in 0..500 {
        let answer = call("POST", "/export").token(&token).send(&router).await;
        if answer.status == 429 {
            violated.push(answer.json()["violated-policies"][0].as_str().expect("a name").to_owned());
            let told = answer.header("ratelimit").expect("told on refusals, too");
            let left = 10_usize.saturating_sub(violated.len() + 1);
            assert!(told.starts_with(&format!("\"ip\";r={left};t=")), "{told} after {}", violated.len());
        }
    }
    assert_eq!(violated.iter().filter(|name| *name == "caller").count(), 9);
    assert_eq!(violated.iter().filter(|name| *name == "ip").count(), 490);
}

#[tokio::test]
async fn trap_32_bodies_are_not_parsed_without_end() {
    let world = World::new();
    let router = world.router(actions![report]);
    let body = json!({ "name": "a", "text": "x".repeat(40_000) });
    let mut by_input = 0;
    for _ in 0..100 {
        let answer = call("POST", "/report").json(&body).send(&router).await;
        by_input += usize::from(answer.status == 429 && answer.json()["violated-policies"] == json!(["input.name"]));
    }
    assert_eq!(by_input, 9, "each of them was parsed");
}

#[tokio::test]
async fn trap_03_what_a_limit_refuses_no_limit_of_the_same_phase_counts() {
    let world = World::new();
    let router = world.router(actions![both]);
    assert_eq!(call("POST", "/both").send(&router).await.status, 204);
    for _ in 0..20 {
        let refused = call("POST", "/both").send(&router).await;
        assert_eq!(refused.is_problem(429, "RATE_LIMITED")["violated-policies"], json!(["global"]));
        assert!(refused.header("ratelimit").expect("told").starts_with("\"ip\";r=3;t="), "{refused:?}");
    }
}

#[tokio::test]
async fn what_the_input_refuses_stays_counted_by_address() {
    let world = World::new();
    let router = world.router(actions![sign_in]);
    let try_as = |email: &str| call("POST", "/sign-in").json(&json!({ "email": email })).send(&router);
    for (email, status, violated) in [
        ("a@example.com", 204, json!(null)),
        ("a@example.com", 204, json!(null)),
        ("a@example.com", 429, json!(["input.email"])),
        ("b@example.com", 204, json!(null)),
        ("c@example.com", 429, json!(["ip"])),
    ] {
        let answer = try_as(email).await;
        assert_eq!(answer.status, status, "{email}");
        if status == 429 {
            assert_eq!(answer.json()["violated-policies"], violated);
        }
    }
}
