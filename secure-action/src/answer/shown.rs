//! `Shown`: a field of an answer that may be left out.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

/// A field of an answer, or nothing where the viewer may not see it. Generated code leaves an empty one out.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Shown<'v, T>(Option<&'v T>);

impl<'v, T> Shown<'v, T> {
    /// The value, if `shown`.
    pub fn new(shown: bool, value: &'v T) -> Self {
        Self(shown.then_some(value))
    }

    /// The value, if it is shown.
    #[must_use]
    pub const fn get(&self) -> Option<&'v T> {
        self.0
    }

    /// Whether it is to be left out.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> std::fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_hidden() { "Hidden" } else { "Shown" })
    }
}

impl<T: Serialize> Serialize for Shown<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Shown<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
