//! What a panic says, for the log.

use std::any::Any;

/// The text of a panic, where it has one.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}
