//! What stands in an event for what is not shown.

/// Stands for a secret.
pub(super) const REDACTED: &str = "[REDACTED]";
/// Stands for what was too much, or at the end of a text that was too long.
pub(super) const TRUNCATED: &str = "[TRUNCATED]";
/// Stands for what is not the JSON it should be.
pub(super) const UNREADABLE: &str = "[UNREADABLE]";
