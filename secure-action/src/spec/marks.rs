//! Marks in a JSON Schema, by which a type tells the document what no keyword says.

/// The `$comment` of a text from which white space is removed before the other rules hold.
pub(crate) const TRIMMED: &str = "white space around it is removed";
