//! The audit trail: one event for every outcome of every action, none of them lost, none with a secret in it.

mod event;
mod note;
mod sink;
mod trail;

pub use event::{Event, EventKind, Outcome};
pub use note::AuditNote;
pub use sink::Sink;
pub(crate) use trail::{Slot, Trail};
