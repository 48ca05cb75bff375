//! What a client sends can neither hide an input from the trail nor fill it: bounds, and ids that are secrets.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Path, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Transfer {
    #[garde(skip)]
    note: String,
    #[garde(skip)]
    amount: u64,
    #[garde(skip)]
    to: String,
}

#[action(app = App, post = "/transfers", public, rate_limit = "100/1m")]
async fn transfer(input: Input<Transfer>) -> Result<NoContent> {
    assert!(!input.to.is_empty() && input.amount > 0 && input.note.len() < 60_000);
    Ok(NoContent)
}

#[action(app = App, get = "/long/{id}", auth)]
async fn long(_: Path<String>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/mine", auth)]
async fn mine() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_34_neither_spaces_nor_a_long_field_hide_the_others() {
    let spaces = " ".repeat(17_000);
    let long = "x".repeat(40_000);
    let world = World::new();
    let router = world.router(actions![transfer]);
    for (kind, body) in [
        ("application/json", format!(r#"{{{spaces}"note":"x","amount":7,"to":"eve"{spaces}}}"#)),
        ("application/json", format!(r#"{{"note":"{long}","amount":7,"to":"eve"}}"#)),
        ("application/x-www-form-urlencoded", format!("note={long}&amount=7&to=eve")),
    ] {
        assert_eq!(call("POST", "/transfers").body(kind, body.clone()).send(&router).await.status, 204);
        let event = world.new_events().await.remove(0);
        assert_eq!(event["input"]["amount"].to_string().trim_matches('"'), "7", "{event:#}");
        assert_eq!(event["input"]["to"], "eve");
        assert_eq!(event["input_bytes"], body.len());
        assert!(event.to_string().len() < 6000, "{}", event.to_string().len());
    }
}

#[tokio::test]
async fn trap_39_a_long_caller_does_not_make_a_long_line() {
    let world = World::new();
    let router = world.router(actions![long]);
    let token = world.token_with(&json!({ "sub": "s".repeat(1000), "roles": ["reader"], "jti": "j".repeat(1000) }));
    call("GET", format!("/long/{}", "i".repeat(10_000))).token(&token).send(&router).await;
    let event = world.event().await;
    assert!(event.to_string().len() < 2000, "{event:#}");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_refused_strangers_leaves_room_for_those_who_may_call() {
    const STRANGERS: u64 = 500;
    let world = World::new();
    world.trail.fail(true);
    let router = world.router_with(world.security().audit_queue(40), actions![mine]);
    for _ in 0..STRANGERS {
        let status = call("GET", "/mine").send(&router).await.status;
        assert!(status == 401 || status == 429, "{status}");
    }
    let token = world.token("rita", &["reader"]);
    for _ in 0..20 {
        assert_eq!(call("GET", "/mine").token(&token).send(&router).await.status, 204);
    }
    world.trail.fail(false);
    let events = world.events().await;
    assert_eq!(events.iter().filter(|event| event["outcome"] == "allowed").count(), 20, "nothing about them is sampled");
    let refused: Vec<_> = events.iter().filter(|event| event["outcome"] == "refused").collect();
    assert!(refused.len() < 20, "{}", refused.len());
    let counted: u64 = refused.iter().map(|event| 1 + event["unwritten"].as_u64().unwrap_or(0)).sum();
    assert_eq!(counted, STRANGERS, "and every one of the others is counted: {refused:#?}");
    // The share is free again.
    call("GET", "/mine").send(&router).await;
    assert_eq!(world.events().await.len(), events.len() + 1);
}

#[action(app = App, get = "/admins", role = "admin")]
async fn admins() -> Result<NoContent> {
    Ok(NoContent)
}

fn standing_for(events: &[&serde_json::Value]) -> u64 {
    events.iter().map(|event| 1 + event["unwritten"].as_u64().unwrap_or(0)).sum()
}

#[tokio::test]
async fn a_flood_of_one_accounts_refusals_takes_nothing_from_anybody_else() {
    const REFUSED: u64 = 10_000;
    const HONEST: u64 = 20;
    let world = World::new();
    world.trail.fail(true);
    let router = world.router_with(world.security().audit_queue(160), actions![mine, admins]);
    let flooder = world.token("flo", &["reader"]);
    for _ in 0..REFUSED {
        let status = call("GET", "/admins").token(&flooder).send(&router).await.status;
        assert!(status == 403 || status == 429, "{status}");
    }
    // Not even the refusals of others.
    for honest in 0..HONEST {
        let token = world.token(&format!("honest-{honest}"), &["reader"]);
        call("GET", "/admins").token(&token).send(&router).await.is_problem(403, "FORBIDDEN");
    }
    call("GET", "/admins").send(&router).await.is_problem(401, "UNAUTHENTICATED");
    // All places of the queue are there for those who may call.
    let token = world.token("ada", &["reader"]);
    for _ in 0..160 {
        assert_eq!(call("GET", "/mine").token(&token).send(&router).await.status, 204);
    }
    world.trail.fail(false);
    let events = world.events().await;
    let of = |caller: &str| -> Vec<_> {
        events.iter().filter(|event| event["caller"].as_str().unwrap_or("").starts_with(caller)).collect()
    };
    assert_eq!(of("ada").len(), 160, "nothing about them is sampled");
    assert!(of("ada").iter().all(|event| event["outcome"] == "allowed" && event["unwritten"].is_null()));
    assert_eq!(events.iter().filter(|event| event["caller"].is_null()).count(), 1, "a stranger has another part");
    // One of 64 may share with the account that floods.
    let honest = of("honest");
    assert!(honest.len() as u64 > HONEST / 2, "{}", honest.len());
    let (flood, refused) = (of("flo"), [of("flo"), honest].concat());
    assert!(flood.len() < 20, "{}", flood.len());
    assert_eq!(standing_for(&refused), REFUSED + HONEST, "and every one of them is counted: {flood:#?}");
    for kind in ["authz_fail", "excess_rate_limit_exceeded"] {
        assert!(refused.iter().any(|event| event["type"] == kind && event["unwritten"].as_u64() > Some(100)), "{flood:#?}");
    }
    // There is room for single events again.
    world.new_events().await;
    call("GET", "/admins").token(&flooder).send(&router).await;
    assert_eq!(world.new_events().await.len(), 1);
}

#[tokio::test]
async fn the_smallest_queue_has_its_places_for_those_who_may_call() {
    for places in 1..9 {
        let world = World::new();
        let router = world.router_with(world.security().audit_queue(places), actions![mine, admins]);
        let (rita, ada) = (world.token("rita", &["reader"]), world.token("ada", &["reader"]));
        for failing in [true, false] {
            world.trail.fail(failing);
            for _ in 0..50 {
                call("GET", "/admins").token(&rita).send(&router).await.is_problem(403, "FORBIDDEN");
                call("GET", "/admins").send(&router).await.is_problem(401, "UNAUTHENTICATED");
            }
            for _ in 0..places {
                assert_eq!(call("GET", "/mine").token(&ada).send(&router).await.status, 204, "{places} places");
            }
            world.trail.fail(false);
            let events = world.new_events().await;
            let (refused, allowed): (Vec<_>, Vec<_>) = events.iter().partition(|event| event["outcome"] == "refused");
            assert_eq!((standing_for(&refused), allowed.len()), (100, places), "{events:#?}");
        }
    }
}
