//! `PublicText`: what a message to clients may be.

/// A message to clients: a text that stands in the source, so that no error, and no value, can get into it.
#[diagnostic::on_unimplemented(
    message = "a message to clients is a constant, and no `{Self}`",
    label = "made at run time",
    note = "write the text out, so that no error and no value gets into it; `.because(...)` tells the log more"
)]
pub trait PublicText {
    /// The text.
    fn text(self) -> &'static str;
}

impl PublicText for &'static str {
    fn text(self) -> &'static str {
        self
    }
}
