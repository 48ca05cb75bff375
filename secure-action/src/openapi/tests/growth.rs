//! The document grows with the actions and with nothing else.

use std::time::Duration;

use axum::Json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;
use crate::spec::LimitKey;

#[derive(Deserialize, Serialize, JsonSchema)]
struct Thing<const N: usize> {
    name: String,
    next: Option<Box<Self>>,
}

const LIMITS: &[RateLimit] = &[RateLimit::new(5, Duration::from_secs(900)).by(LimitKey::Caller)];

fn actions(count: usize) -> Vec<(&'static Action, AnswerSpec)> {
    (0..count)
        .map(|number| {
            let name: &'static str = format!("change_thing_{number:05}").leak();
            let path: &'static str = format!("/things_{number:05}/{{id}}").leak();
            let arguments = [argument::<PathOf<u64>>(), argument::<Body<Thing<1>>>()];
            let access = Access::guarded(&TABLE, &[], &["admin"], &[]);
            let action = Action::new(("app::things", name), (Method::Post, path), access, &arguments)
                .rate_limits(LIMITS)
                .with(|spec| spec.documentation("Changes a thing.", "All of it."));
            (leak(action), answering::<Json<Thing<2>>>())
        })
        .collect()
}

fn size(count: usize) -> usize {
    written(&actions(count)).render().unwrap().len()
}

#[test]
fn every_action_adds_the_same_number_of_bytes() {
    let (ten, hundred, thousand) = (size(10), size(100), size(1000));
    assert_eq!((hundred - ten) / 90, (thousand - hundred) / 900);
    // An operation is little more than references.
    assert!((hundred - ten) / 90 < 2048, "{} bytes for each action", (hundred - ten) / 90);
}

#[test]
fn three_hundred_actions_share_their_responses_and_schemas() {
    let document = document_of(&actions(300));
    assert_eq!(document["paths"].as_object().unwrap().len(), 300);
    assert_eq!(document["components"]["schemas"].as_object().unwrap().len(), 3);
    assert_eq!(document["components"]["responses"].as_object().unwrap().len(), 12);
}
