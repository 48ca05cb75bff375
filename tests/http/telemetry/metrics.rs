//! Each call is counted once and measured once, by action and outcome.

use std::collections::BTreeMap;
use std::time::Duration;

use metrics::set_default_local_recorder;
use serde_json::json;

use super::recorder::Readings;
use super::work::{PASSWORD, WORK, cancelled, ending, rita, router};
use crate::world::{World, call};

/// The labels of the metrics of `/work/{id}`.
fn labels(outcome: &str) -> BTreeMap<String, String> {
    let labels = [("action", "work"), ("http_request_method", "POST"), ("http_route", "/work/{id}"), ("outcome", outcome)];
    labels.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn calls_are_counted_and_measured_by_outcome() {
    let world = World::new();
    let router = router(&world);
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    let unfit = || call("POST", "/work/1").token(&rita(&world)).json(&json!({ "end": 1, "password": PASSWORD }));
    for (call, status) in [
        (ending(&world, "well"), 200),
        (ending(&world, "well"), 200),
        (call("POST", "/work/7"), 401),
        (call("POST", "/work/8?key=1").token("a.b.c"), 401),
        (unfit(), 422),
        (ending(&world, "refused"), 409),
        (ending(&world, "failed"), 500),
        (ending(&world, "panicked"), 500),
        (ending(&world, "never"), 503),
    ] {
        let answer = call.send(&router).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
    cancelled(&world, &router).await;

    let (at_once, worked) = (Duration::ZERO.as_secs_f64(), WORK.as_secs_f64());
    let expected = [
        ("allowed", vec![worked; 2]),
        ("refused", vec![at_once; 3]),
        ("failed", vec![worked; 2]),
        ("panicked", vec![worked]),
        ("timed_out", vec![worked]),
        ("cancelled", vec![worked]),
    ];
    let counted = expected.iter().map(|(outcome, times)| {
        (("secure_action_requests_total".to_owned(), labels(outcome)), u64::try_from(times.len()).expect("a small number"))
    });
    assert_eq!(readings.counted(), counted.collect());
    let measured = expected
        .iter()
        .map(|(outcome, times)| (("secure_action_request_duration_seconds".to_owned(), labels(outcome)), times.clone()));
    assert_eq!(readings.measured(), measured.collect());
}

#[tokio::test]
async fn what_clients_send_makes_no_new_metric() {
    let world = World::new();
    let router = router(&world);
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    for number in 0..50 {
        let token = world.token(&format!("caller-{number}"), &[]);
        let answer = call("POST", format!("/work/{number}?n={number}")).token(&token).send(&router).await;
        assert_eq!(answer.status, 403, "{answer:?}");
    }
    // A `HEAD` is counted with the `GET` that it is.
    for method in ["GET", "HEAD"] {
        assert_eq!(call(method, "/look").send(&router).await.status, 200);
    }
    let counts: Vec<_> = readings.counted().into_values().collect();
    assert_eq!(counts, [2, 50]);
}

#[tokio::test]
async fn a_recorder_that_comes_later_is_found() {
    let world = World::new();
    let router = router(&world);
    assert_eq!(ending(&world, "well").send(&router).await.status, 200);
    let readings = Readings::default();
    let _installed = set_default_local_recorder(&readings);
    assert_eq!(ending(&world, "well").send(&router).await.status, 200);
    assert_eq!(readings.counted().into_values().collect::<Vec<_>>(), [1]);
}
