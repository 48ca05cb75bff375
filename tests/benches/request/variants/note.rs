//! The application behind the guards: as little as possible, so that the guards are what is measured.

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a client sends.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    #[garde(length(chars, min = 1, max = 100))]
    pub(crate) title: String,
    #[garde(length(chars, max = 2_000))]
    pub(crate) text: String,
    #[garde(range(min = 1, max = 5))]
    pub(crate) priority: u8,
}

/// What it gets back.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub(crate) struct Created {
    id: u32,
    version: u32,
}

/// The answer to every note.
pub(crate) const CREATED: Created = Created { id: 4_711, version: 1 };
/// The same as JSON.
pub(crate) const ANSWER: &[u8] = br#"{"id":4711,"version":1}"#;
/// A note that is in order.
pub(crate) const NOTE: &[u8] =
    br#"{"title":"Rotate the signing keys","text":"Both rings, on the first Monday of the month.","priority":2}"#;
