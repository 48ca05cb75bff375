//! Large bodies: they hold up nobody but their sender, and what is said about them does not grow with them.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use futures_util::future::join;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, Json, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, Call, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Item {
    #[garde(range(max = 3))]
    n: u32,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Items {
    #[garde(dive)]
    items: Vec<Item>,
}

#[action(app = App, post = "/items", public, body_limit = "2MB")]
async fn count(input: Input<Items>) -> Result<Json<usize>> {
    Ok(Json(input.items.iter().map(|item| item.n as usize).sum()))
}

fn items(item: &str, size: usize) -> Call {
    let items = vec![item; size / (item.len() + 1)].join(",");
    call("POST", "/items").body("application/json", format!(r#"{{"items":[{items}]}}"#))
}

#[tokio::test]
async fn trap_46_of_many_faults_a_hundred_are_told() {
    let world = World::new();
    let router = world.router(actions![count]);
    for item in [r#"{"n":9}"#, r#"{"n":"x"}"#, r#"{"m":1}"#, r#"{"n":1,"n":1}"#, "7"] {
        for size in [4 << 10, 1 << 20] {
            let problem = items(item, size).send(&router).await.is_problem(422, "VALIDATION_ERROR");
            let told = problem["errors"].as_object().expect("errors").len();
            assert!((100..=101).contains(&told), "{item}: {told}");
        }
    }
    assert_eq!(items(r#"{"n":1}"#, 1 << 20).send(&router).await.status, 200);
}

/// What a validator that takes its time waits for.
type Gate = Arc<Mutex<mpsc::Receiver<()>>>;

static GATES: Mutex<Vec<(String, Gate)>> = Mutex::new(Vec::new());

/// Holds the validator of the value `name` until the sender is dropped.
fn gate(name: &str) -> mpsc::Sender<()> {
    let (sender, receiver) = mpsc::channel();
    GATES.lock().expect("no panic under the lock").push((name.to_owned(), Arc::new(Mutex::new(receiver))));
    sender
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Slow {
    #[garde(custom(slow))]
    name: String,
    #[garde(skip)]
    padding: String,
}

fn slow(name: &str, (): &()) -> garde::Result {
    assert!(name != "panic", "the validator's own");
    let gate =
        GATES.lock().expect("no panic under the lock").iter().find(|(known, _)| known == name).map(|(_, gate)| gate.clone());
    if let Some(gate) = gate {
        // Ends when the sender is dropped.
        let _ = gate.lock().expect("no panic under the lock").recv();
    }
    Ok(())
}

#[action(app = App, post = "/slow", public, body_limit = "1MB", timeout = "10s")]
async fn validated(input: Input<Slow>) -> Result<Json<usize>> {
    Ok(Json(input.name.len() + input.padding.len()))
}

#[action(app = App, get = "/quick", public)]
async fn quick() -> Result<NoContent> {
    Ok(NoContent)
}

fn large(name: &str) -> Call {
    call("POST", "/slow").json(&json!({ "name": name, "padding": "x".repeat(64 << 10) }))
}

#[tokio::test]
async fn trap_46_one_thread_answers_others_while_a_large_body_is_validated() {
    let world = World::new();
    let router = world.router(actions![validated, quick]);
    let gate = gate("others");
    let others = async {
        for _ in 0..3 {
            assert_eq!(call("GET", "/quick").send(&router).await.status, 204);
        }
        drop(gate);
    };
    let (answer, ()) = join(large("others").send(&router), others).await;
    assert_eq!(answer.json(), json!(6 + (64 << 10)));
}

#[tokio::test(start_paused = true)]
async fn trap_46_the_deadline_ends_a_call_whose_body_is_being_validated() {
    let world = World::new();
    let router = world.router(actions![validated]);
    let gate = gate("deadline");
    let later = async {
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_secs(11)).await;
    };
    let (answer, ()) = join(large("deadline").send(&router), later).await;
    answer.is_problem(503, "TIMEOUT");
    assert_eq!(world.event().await["outcome"], "timed_out");
    drop(gate);
}

#[tokio::test]
async fn trap_46_a_validator_that_panics_is_caught_wherever_it_runs() {
    let world = World::new();
    let router = world.router(actions![validated]);
    for call in [large("panic"), call("POST", "/slow").json(&json!({ "name": "panic", "padding": "" }))] {
        call.send(&router).await.is_problem(500, "INTERNAL_ERROR");
        assert_eq!(world.new_events().await[0]["outcome"], "panicked");
    }
}
