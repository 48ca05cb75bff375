//! `count = "failures"`: what succeeded is given back, whatever else ends a call stays counted.

use std::time::Duration;

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{ActionError, Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Attempt {
    #[garde(length(chars, max = 20))]
    how: String,
}

#[action(app = App, post = "/try", public, rate_limit("3/1h", count = "failures"), timeout = "1s")]
async fn attempt(input: Input<Attempt>) -> Result<NoContent> {
    match input.how.as_str() {
        "right" => Ok(NoContent),
        "panics" => panic!("on purpose"),
        "sleeps" => std::future::pending().await,
        _ => Err(ActionError::invalid("how", "wrong")),
    }
}

#[tokio::test]
async fn successes_are_given_back_and_the_header_tells() {
    let world = World::new();
    let router = world.router(actions![attempt]);
    let attempt = |how: &'static str| call("POST", "/try").json(&json!({ "how": how }));
    for _ in 0..20 {
        let answer = attempt("right").send(&router).await;
        assert_eq!(answer.status, 204);
        assert!(answer.header("ratelimit").expect("told").starts_with("\"ip\";r=3, \"ip-2\""), "{answer:?}");
    }
    assert_eq!(attempt("wrong").send(&router).await.status, 422);
    assert_eq!(attempt("right").send(&router).await.status, 204);
    // Input that the function never saw is a failure, too.
    assert_eq!(attempt("a text of more than twenty characters").send(&router).await.status, 422);
    assert_eq!(attempt("right").send(&router).await.status, 204);
    let last = attempt("wrong").send(&router).await;
    assert!(last.header("ratelimit").expect("told").starts_with("\"ip\";r=0;t="), "{last:?}");
    assert_eq!(attempt("right").send(&router).await.is_problem(429, "RATE_LIMITED")["violated-policies"], json!(["ip"]));
    world.clock.advance(Duration::from_secs(3601));
    assert_eq!(attempt("right").send(&router).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn panics_deadlines_and_disconnects_count() {
    let world = World::new();
    let router = world.router(actions![attempt]);
    let attempt = |how: &'static str| call("POST", "/try").json(&json!({ "how": how }));
    assert_eq!(attempt("panics").send(&router).await.status, 500);
    assert_eq!(attempt("sleeps").send(&router).await.status, 503);
    let gone = tokio::time::timeout(Duration::from_millis(10), attempt("sleeps").send(&router)).await;
    assert!(gone.is_err(), "{gone:?}");
    assert_eq!(attempt("right").send(&router).await.status, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_parallel_no_more_failures_than_the_limit_says() {
    let world = World::new();
    let router = world.router(actions![attempt]);
    let calls: Vec<_> = (0..90)
        .map(|number| {
            let (router, how) = (router.clone(), if number % 3 == 0 { "wrong" } else { "right" });
            tokio::spawn(async move { call("POST", "/try").json(&json!({ "how": how })).send(&router).await.status.as_u16() })
        })
        .collect();
    let mut failed = 0;
    for call in calls {
        failed += usize::from(call.await.expect("no panic of the test") == 422);
    }
    assert!(failed <= 3, "{failed}");
}
