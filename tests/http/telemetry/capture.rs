//! What this thread says to `tracing`: spans with their fields, and the events inside them.
//!
//! The subscriber is the process's own, because one that comes and goes with a test races with other tests for what tracing
//! remembers of each call site. Only threads that asked for it are listened to.

use std::cell::RefCell;
use std::fmt;
use std::sync::Once;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

type Fields = Map<String, Value>;

/// What a thread said so far.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) spans: Vec<Span>,
    /// Each with the position of its span.
    pub(super) events: Vec<(Option<usize>, Fields)>,
}

#[derive(Debug)]
pub(super) struct Span {
    pub(super) name: &'static str,
    pub(super) fields: Fields,
}

thread_local! {
    static SAID: RefCell<Option<Said>> = const { RefCell::new(None) };
}

/// Begins to listen to this thread.
pub(super) fn listen() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(Capture);
        tracing::subscriber::set_global_default(subscriber).expect("no other test installs one");
    });
    SAID.set(Some(Said::default()));
}

/// What this thread said since it was listened to.
pub(super) fn said() -> Said {
    SAID.take().expect("this thread is listened to")
}

fn heard(hear: impl FnOnce(&mut Said)) {
    SAID.with_borrow_mut(|said| said.as_mut().map(hear));
}

/// The place of a span among those that its thread said.
struct Place(usize);

struct Capture;

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Capture {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // Whether anybody listens differs from thread to thread, so it must be asked each time.
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
        SAID.with_borrow(Option::is_some)
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        heard(|said| {
            let mut fields = Fields::new();
            attributes.record(&mut Write(&mut fields));
            let span = context.span(id).expect("a new span");
            span.extensions_mut().insert(Place(said.spans.len()));
            said.spans.push(Span { name: span.name(), fields });
        });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        heard(|said| {
            if let Some(Place(place)) = context.span(id).expect("an open span").extensions().get() {
                values.record(&mut Write(&mut said.spans[*place].fields));
            }
        });
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        heard(|said| {
            let mut fields = Fields::new();
            event.record(&mut Write(&mut fields));
            let place = context.event_span(event).and_then(|span| span.extensions().get().map(|Place(place)| *place));
            said.events.push((place, fields));
        });
    }
}

struct Write<'f>(&'f mut Fields);

impl Visit for Write<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }
}
