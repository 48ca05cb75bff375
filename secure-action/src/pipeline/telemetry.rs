//! Metrics: what each action counts and measures.

use std::time::Duration;

use metrics::{Key, Label, Level, Metadata};

use crate::audit::Outcome;
use crate::spec::ActionSpec;

/// Counts answered requests, by action and outcome.
const REQUESTS: &str = "secure_action_requests_total";
/// Measures the seconds from a request's arrival to its answer, by action and outcome.
const DURATION: &str = "secure_action_request_duration_seconds";

static METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// The metrics of one action. The keys are made once, because a key with labels costs an allocation; the recorder is asked
/// each time, because it may be installed later.
#[derive(Debug)]
pub(crate) struct Meters([(Key, Key); Outcome::ALL.len()]);

impl Meters {
    pub(crate) fn new(spec: &'static ActionSpec) -> Self {
        Self(Outcome::ALL.map(|outcome| {
            let labels = || {
                vec![
                    Label::from_static_parts("action", spec.name),
                    Label::from_static_parts("http_request_method", spec.method.as_str()),
                    Label::from_static_parts("http_route", spec.path),
                    Label::from_static_parts("outcome", outcome.as_str()),
                ]
            };
            (Key::from_parts(REQUESTS, labels()), Key::from_parts(DURATION, labels()))
        }))
    }

    pub(crate) fn record(&self, outcome: Outcome, duration: Duration) {
        let Some((requests, seconds)) = self.0.get(outcome as usize) else {
            return;
        };
        metrics::with_recorder(|recorder| {
            recorder.register_counter(requests, &METADATA).increment(1);
            recorder.register_histogram(seconds, &METADATA).record(duration.as_secs_f64());
        });
    }
}
