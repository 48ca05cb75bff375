//! `AuditNote`: facts that a function adds to its own event.

/// Adds facts to the event of the running call.
#[derive(Clone, Debug, Default)]
pub struct AuditNote(());
