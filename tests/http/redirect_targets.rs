//! `RedirectTarget`: where a client says to go on is looked at before the function runs.

use std::sync::atomic::{AtomicU32, Ordering};

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Query, Redirect, RedirectTarget, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::documents::Document;
use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct SignedIn {
    #[garde(dive)]
    next: RedirectTarget,
}

static CALLS: AtomicU32 = AtomicU32::new(0);

#[action(app = App, post = "/signed-in", public)]
async fn signed_in(Query(query): Query<SignedIn>) -> Result<Redirect> {
    CALLS.fetch_add(1, Ordering::SeqCst);
    Ok(Redirect::to(query.next))
}

#[tokio::test]
async fn a_client_is_led_nowhere_else_and_told_so_before_the_function_runs() {
    let world = World::new();
    let router = world.documented_router(world.security(), actions![signed_in]);
    for (next, location) in [("%2Forders%2F7%3Fa=b", "/orders/7?a=b"), ("/", "/"), ("/a%23b", "/a#b")] {
        let answer = call("POST", format!("/signed-in?next={next}")).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some(location)));
    }
    for evil in
        ["//evil.example", "%2F%5Cevil.example", "%2F%09%2Fevil", "https:%2F%2Fevil.example", "orders", "", "%2F%C2%85x"]
    {
        let answer = call("POST", format!("/signed-in?next={evil}")).send(&router).await;
        let problem = answer.is_problem(422, "VALIDATION_ERROR");
        assert!(problem["errors"]["next"].is_array() && !answer.body.contains("evil"), "{answer:?}");
    }
    assert_eq!(CALLS.load(Ordering::SeqCst), 3);
    let document = Document::fetch(&router).await.0;
    let operation = &document["paths"]["/signed-in"]["post"];
    let schema = &document["components"]["schemas"]["RedirectTarget"];
    assert_eq!((&schema["maxLength"], schema["pattern"].is_string()), (&json!(2048), true), "{operation:#}");
    assert!(operation["responses"]["422"].is_object() && operation["responses"]["400"].is_object());
}
