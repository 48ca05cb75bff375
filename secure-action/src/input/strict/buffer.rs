//! Whether a visitor is one of serde's buffers, which has no other mark than what it says it expects.

use std::fmt::{self, Write};

use serde::de::Visitor;

/// Whether `visitor` fills serde's buffer for `#[serde(flatten)]` and for tagged and untagged enums.
///
/// Compared as it is written, without a copy: a `serde_json::Value` asks this of each of its values.
pub(super) fn is_buffer<'de, V: Visitor<'de>>(visitor: &V) -> bool {
    struct Words<'v, V>(&'v V);

    impl<'de, V: Visitor<'de>> fmt::Display for Words<'_, V> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.expecting(f)
        }
    }

    let mut rest = Rest("any value");
    write!(rest, "{}", Words(visitor)).is_ok() && rest.0.is_empty()
}

/// What must still be written.
struct Rest(&'static str);

impl Write for Rest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}
