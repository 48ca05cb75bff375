//! The trail without a pipeline around it, for this project's own tests and benchmarks. Nobody else may rely on it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use serde_json::Value;

use super::trail::{Slot, Trail};
use super::{Event, InputFormat, Outcome, RecordedInput, Redaction, Sink};
use crate::policy::PolicyTable;
use crate::request::RequestId;
use crate::spec::{Access, ActionSpec, Method};

static POLICY: PolicyTable = PolicyTable::new::<()>(&[], &[]);
static ACTION: ActionSpec =
    ActionSpec::new(("measure", "measured"), (Method::Post, "/measured/{id}"), &POLICY, Access::Public, &[]);

/// An event that says no more than that a call which came `seconds` after 1970 succeeded.
#[must_use]
#[expect(clippy::expect_used, reason = "the constant is a short plain id")]
pub fn event(seconds: u64) -> Event {
    let id = RequestId::given(&HeaderValue::from_static("0000-1")).expect("a short plain id");
    Event::new(&ACTION, id, Duration::from_secs(seconds), Outcome::Allowed)
}

/// Says who called, as the head of a request would.
pub fn set_user_agent(event: &mut Event, agent: &[u8]) {
    event.set_user_agent(agent);
}

/// Adds a JSON body, redacted by `schema` and by key.
pub fn set_input(event: &mut Event, schema: Option<&Value>, body: &[u8]) {
    let redaction = schema.map_or_else(Redaction::default, Redaction::from_schema);
    event.input = Some(RecordedInput::new(body, InputFormat::Json, Arc::new(redaction)));
}

/// A trail.
#[derive(Clone, Debug)]
pub struct Measured(Trail);

/// A reserved place.
#[derive(Debug)]
pub struct Place(Slot);

impl Measured {
    /// Starts a trail.
    ///
    /// # Errors
    /// When its thread does not start.
    pub fn start(sinks: Vec<Box<dyn Sink>>, capacity: usize) -> io::Result<Self> {
        Trail::start(sinks, capacity).map(Self)
    }

    /// Reserves a place without waiting.
    #[must_use]
    pub fn try_reserve(&self) -> Option<Place> {
        self.0.try_reserve().map(Place)
    }

    /// Reserves a place; `None` when the trail has ended.
    pub async fn reserve(&self) -> Option<Place> {
        self.0.reserve().await.ok().map(Place)
    }

    /// Waits until everything recorded is safe.
    pub async fn flush(&self) {
        self.0.flush().await;
    }
}

impl Place {
    /// Records without waiting.
    pub fn record(self, event: Event) {
        self.0.record(event);
    }

    /// Records and waits until the event is safe; `false` when it is not.
    pub async fn record_durably(self, event: Event) -> bool {
        self.0.record_durably(event).await.is_ok()
    }
}
