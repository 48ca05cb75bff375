//! The audit trail: one event for every outcome of every action, none of them lost, none with a secret in it.
//!
//! A request reserves its place in the trail before anything happens, and fills it when everything is over, whatever the
//! end: allowed, refused, failed, panicked, timed out, cancelled. A full trail makes requests wait; it never drops an event.
//! One thread writes the events to every [`Sink`], in order.
//!
//! | promise | how |
//! |---|---|
//! | nothing is lost | a bounded queue with back-pressure; a failing sink gets the same events again until it has them |
//! | a flood hides nobody else | refusals have room of their own, and no caller or address much of it; beyond it they are counted, by kind and action ([`Event::unwritten`]) |
//! | nothing runs unrecorded | without a place in the queue an action does not start |
//! | no secrets | [`RecordedInput`] is redacted by type, then by the words of its keys, before a sink sees it |
//! | no forged lines | client text is escaped: control characters, line separators, direction marks, invalid UTF-8 |
//! | words to alert on | [`EventKind`] speaks the OWASP logging vocabulary |
//!
//! The order of events is the order in which calls ended. An answer whose body is made while it is sent leaves two: one with its
//! head, and one when it ends, whose place in a queue of its own is reserved before the function runs.

#[cfg(test)]
mod capture;
mod escape;
mod event;
mod fact;
mod input;
mod json;
mod json_lines;
mod kind;
mod marks;
#[doc(hidden)]
pub mod measure;
mod note;
mod outcome;
mod redaction;
mod shorten;
mod sink;
mod stream;
mod tracing_sink;
mod trail;
mod user_agent;

pub use event::Event;
pub use fact::{Fact, Resource};
pub(crate) use input::Format as InputFormat;
pub use input::RecordedInput;
pub use json_lines::JsonLines;
pub use note::AuditNote;
pub use outcome::Outcome;
pub use sink::Sink;
pub use stream::{StreamEnd, StreamPart};
pub use tracing_sink::TracingSink;
pub use user_agent::UserAgent;

pub use crate::spec::{EventKind, Level, OwnEvent};

pub(crate) use redaction::{Redaction, is_secret, shown};
pub(crate) use trail::{Settings, Slot, StreamSlot, Trail, TrailEnded};
