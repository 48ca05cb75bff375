//! `Secret<T>`: a value that is never shown.

use std::borrow::Cow;
use std::fmt;

use garde::rules::length::{HasBytes, HasChars, HasSimpleLength};
use garde::{Path, Report, Validate};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A value that is never shown: not by `Debug`, not in an answer, not in the audit trail.
///
/// It implements neither `Display` nor `Serialize`, so a secret in an answer or a log line does not compile. The memory is
/// overwritten when it is dropped. Inputs that contain one are recorded without it, by the type's schema. Its length can be
/// validated: `#[garde(length(chars, min = 8, max = 64))]`.
///
/// It has no `==`: [`matches`](Self::matches) compares.
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

    /// Whether it is the given value, compared in constant time (CWE-208): how long that takes does not tell how many
    /// of its bytes were right. A different length is told at once.
    ///
    /// ```
    /// use secure_action::Secret;
    ///
    /// let sent_by_letter = Secret::new(String::from("f3a9"));
    /// assert!(sent_by_letter.matches("f3a9"));
    /// assert!(!sent_by_letter.matches("f3a8"));
    /// ```
    #[must_use]
    pub fn matches(&self, given: impl AsRef<[u8]>) -> bool
    where
        T: AsRef<[u8]>,
    {
        self.0.as_ref().ct_eq(given.as_ref()).into()
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

impl<T: Zeroize + HasSimpleLength> HasSimpleLength for Secret<T> {
    fn length(&self) -> usize {
        self.0.length()
    }
}

impl<T: Zeroize + HasChars> HasChars for Secret<T> {
    fn num_chars(&self) -> usize {
        self.0.num_chars()
    }
}

impl<T: Zeroize + HasBytes> HasBytes for Secret<T> {
    fn num_bytes(&self) -> usize {
        self.0.num_bytes()
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

    #[derive(Deserialize, JsonSchema, Validate)]
    struct SignUp {
        #[garde(length(chars, min = 3, max = 5))]
        password: Secret<String>,
        #[garde(length(bytes, max = 2))]
        code: Option<Secret<String>>,
    }

    #[test]
    fn its_length_is_validated_and_documented_and_it_is_not_told() {
        let report = |text| serde_json::from_str::<SignUp>(text).expect("an input").validate().map_err(|r| r.to_string());
        assert_eq!(report(r#"{"password": "äöü", "code": null}"#), Ok(()));
        let refused = report(r#"{"password": "hunter2", "code": "äx"}"#).expect_err("too long");
        assert!(refused.contains("password: ") && refused.contains("code: "), "{refused}");
        assert!(!refused.contains("hunter2") && !refused.contains("äx"), "{refused}");
        let schema = schemars::schema_for!(SignUp);
        assert_eq!(schema.pointer("/properties/password/maxLength"), Some(&5.into()));
    }

    #[test]
    fn it_matches_itself_only() {
        let secret = Secret::new("äö".to_owned());
        assert!(secret.matches("äö") && secret.matches("äö".as_bytes()));
        for other in ["", "ä", "äo", "äöü", "ÄÖ"] {
            assert!(!secret.matches(other), "{other}");
        }
    }
}
