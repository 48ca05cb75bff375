//! One span for each call, named as OpenTelemetry names HTTP servers, with everything the function logs inside it.

use serde_json::{Value, json};

use super::capture::{self, Said};
use super::work::{PASSWORD, cancelled, ending, rita, router};
use crate::world::{Answer, Call, World, call};

/// The one span of a call of `/work/{id}`, and its events.
async fn observed(world: &World, call: Call) -> (Answer, Said) {
    let router = router(world);
    capture::listen();
    let answer = call.send(&router).await;
    let said = capture::said();
    assert_eq!(said.spans.len(), 1, "{said:#?}");
    assert_eq!(said.spans[0].name, "action");
    assert!(said.events.iter().all(|(span, _)| *span == Some(0)), "{said:#?}");
    (answer, said)
}

/// The fields of a call of `/work/{id}`; `caller` and `error` are null where there is none.
fn fields(answer: &Answer, caller: &Value, error: &Value) -> Value {
    let mut fields = json!({
        "otel.kind": "server",
        "otel.name": "POST /work/{id}",
        "action": "work",
        "http.request.method": "POST",
        "http.route": "/work/{id}",
        "http.response.status_code": answer.status.as_u16(),
        "client.address": "203.0.113.9",
        "enduser.id": caller,
        "error.type": error,
        "request_id": answer.header("x-request-id"),
    });
    fields.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    fields
}

#[tokio::test(start_paused = true)]
async fn the_span_tells_how_each_call_ended() {
    let world = World::new();
    let nobody = || world.token("nobody", &["reader"]);
    let body = json!({ "end": "well", "password": PASSWORD });
    let post = || call("POST", "/work/1").json(&body);
    for (call, caller, status, error) in [
        (ending(&world, "well"), json!("rita"), 200, Value::Null),
        (post(), Value::Null, 401, json!("UNAUTHENTICATED")),
        (post().token("a.b.c"), Value::Null, 401, json!("UNAUTHENTICATED")),
        (post().token(&nobody()), json!("nobody"), 403, json!("FORBIDDEN")),
        (call("POST", "/work/1").token(&rita(&world)).json(&json!({})), json!("rita"), 422, json!("VALIDATION_ERROR")),
        (ending(&world, "refused"), json!("rita"), 409, json!("CONFLICT")),
        (ending(&world, "failed"), json!("rita"), 500, json!("INTERNAL_ERROR")),
        (ending(&world, "panicked"), json!("rita"), 500, json!("INTERNAL_ERROR")),
        (ending(&world, "never"), json!("rita"), 503, json!("TIMEOUT")),
    ] {
        let (answer, said) = observed(&world, call).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(Value::Object(said.spans[0].fields.clone()), fields(&answer, &caller, &error));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_call_logs_is_inside_its_span() {
    let world = World::new();
    for (end, last) in [
        ("well", "half done"),
        ("refused", "half done"),
        ("failed", "the action failed"),
        ("panicked", "the action panicked"),
        ("never", "the deadline passed"),
    ] {
        // `observed` asserts that no event is outside.
        let (_, said) = observed(&world, ending(&world, end)).await;
        let messages: Vec<_> = said.events.iter().map(|(_, fields)| fields["message"].as_str().expect("a message")).collect();
        assert_eq!(messages[..2], ["begun", "half done"], "{end}");
        assert_eq!(messages.last(), Some(&last), "{end}");
    }
}

#[tokio::test]
async fn calls_that_take_turns_keep_their_spans_apart() {
    let world = World::new();
    let router = router(&world);
    capture::listen();
    let on = |id: u32| {
        let body = json!({ "end": "well", "password": PASSWORD });
        call("POST", format!("/work/{id}")).token(&rita(&world)).json(&body).send(&router)
    };
    let (first, second) = tokio::join!(on(1), on(2));
    let said = capture::said();
    let spans: Vec<_> = said.spans.iter().map(|span| span.fields["request_id"].as_str()).collect();
    assert_eq!(spans, [first.header("x-request-id"), second.header("x-request-id")]);
    let events: Vec<_> = said.events.iter().map(|(span, fields)| (*span, fields["id"].as_u64())).collect();
    // Each waits before it is half done.
    assert_eq!(events, [(Some(0), Some(1)), (Some(1), Some(2)), (Some(0), Some(1)), (Some(1), Some(2))]);
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_in_any_field() {
    let world = World::new();
    let tokens = [rita(&world), world.token("nobody", &["reader"]), "zq7.Token.9Kv".to_owned()];
    for token in &tokens {
        for end in ["well", "refused", "failed", "panicked", "never"] {
            let body = json!({ "end": end, "password": PASSWORD });
            let call = call("POST", format!("/work/1?key={PASSWORD}")).token(token).json(&body).header("cookie", PASSWORD);
            let (_, said) = observed(&world, call).await;
            let said = format!("{:?} {:?}", said.spans[0].fields, said.events);
            assert!(!said.contains(PASSWORD), "{said}");
            // Neither the token nor its signature.
            assert!(token.split('.').all(|part| !said.contains(part)), "{said}");
        }
    }
}

#[tokio::test]
async fn behind_a_proxy_the_span_has_the_clients_address_and_the_proxys_id() {
    let world = World::new();
    let call = ending(&world, "well").from("10.0.0.1");
    let call = call.header("x-forwarded-for", "198.51.100.7").header("x-request-id", "edge-42");
    let (answer, said) = observed(&world, call).await;
    assert_eq!(answer.header("x-request-id"), Some("edge-42"));
    let fields = &said.spans[0].fields;
    assert_eq!((&fields["request_id"], &fields["client.address"]), (&json!("edge-42"), &json!("198.51.100.7")));
}

#[tokio::test]
async fn a_head_is_called_a_head() {
    let world = World::new();
    let (answer, said) = observed(&world, call("HEAD", "/look")).await;
    assert_eq!(answer.status, 200);
    let fields = &said.spans[0].fields;
    assert_eq!((&fields["otel.name"], &fields["http.request.method"]), (&json!("HEAD /look"), &json!("HEAD")));
}

#[tokio::test(start_paused = true)]
async fn the_span_tells_the_status_that_was_sent() {
    let world = World::new();
    world.trail.fail(true);
    let (answer, said) = observed(&world, call("POST", "/keep")).await;
    answer.is_problem(503, "UNAVAILABLE");
    let fields = &said.spans[0].fields;
    assert_eq!((&fields["http.response.status_code"], &fields["error.type"]), (&json!(503), &json!("UNAVAILABLE")));
    world.trail.fail(false);
}

#[tokio::test]
async fn a_call_without_an_answer_has_no_status() {
    let world = World::new();
    let router = router(&world);
    capture::listen();
    cancelled(&world, &router).await;
    let said = capture::said();
    assert_eq!(said.spans.len(), 1);
    let fields = &said.spans[0].fields;
    assert_eq!(fields["enduser.id"], "rita");
    assert!(!fields.contains_key("http.response.status_code") && !fields.contains_key("error.type"), "{fields:?}");
}
