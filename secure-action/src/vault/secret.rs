//! `Secret<T>`: a value that is never shown.

use std::borrow::Cow;
use std::fmt;

use garde::{Path, Report, Validate};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroize;

/// A value that is never shown: not by `Debug`, not in an answer, not in the audit trail.
///
/// It implements neither `Display` nor `Serialize`, so a secret in an answer or a log line does not compile. The memory is
/// overwritten when it is dropped. Inputs that contain one are recorded without it, by the type's schema.
///
/// ```
/// use secure_action::Secret;
///
/// let password = Secret::new(String::from("correct horse"));
/// assert_eq!(format!("{password:?}"), "[REDACTED]");
/// assert_eq!(password.expose(), "correct horse");
/// ```
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. The name is long enough to be found by a search.
    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T: Zeroize + Validate> Validate for Secret<T> {
    type Context = T::Context;

    fn validate_into(&self, context: &T::Context, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        self.0.validate_into(context, parent, report);
    }
}

impl<T: Zeroize + JsonSchema> JsonSchema for Secret<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Secret_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("writeOnly".to_owned(), true.into());
        schema.insert("x-secret".to_owned(), true.into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let secret: Secret<String> = serde_json::from_str("\"hunter2\"").expect("a text");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "[REDACTED] Some(\n    [REDACTED],\n)");
        assert_eq!(secret.expose(), "hunter2");
        let schema = schemars::schema_for!(Secret<String>);
        assert_eq!(schema.get("x-secret"), Some(&true.into()));
        assert_eq!(schema.get("writeOnly"), Some(&true.into()));
    }
}
