//! Functions for `#[serde(deserialize_with = "...")]`: bring a text into its usual form before it is validated.
//!
//! Normalising comes first, because a rule that was checked on one form of a text says nothing about another.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serializer};
use unicode_normalization::UnicodeNormalization;

use crate::spec::TRIMMED;

/// Removes white space around the text.
///
/// # Errors
/// If the value is not a text.
pub fn trim<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut text = String::deserialize(deserializer)?;
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    Ok(text)
}

/// Removes white space around a text, and says so in the document: `#[serde(with = "sanitize::Trimmed")]` on a `String`.
///
/// Like [`trim`], which the document cannot see: a text of spaces is then too short for `length(min = 1)` although the document allows
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Trimmed;

impl Trimmed {
    /// As [`trim`].
    ///
    /// # Errors
    /// If the value is not a text.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        trim(deserializer)
    }

    /// As the text is.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }
}

impl JsonSchema for Trimmed {
    fn schema_name() -> Cow<'static, str> {
        "Trimmed".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "$comment": TRIMMED })
    }
}

/// Removes white space around the text; a text of nothing else is `None`. Use with `#[serde(default)]`.
///
/// # Errors
/// If the value is neither a text nor null.
pub fn trim_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// Removes white space around the text, and turns every run of it inside into one space.
///
/// # Errors
/// If the value is not a text.
pub fn collapse_whitespace<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An e-mail address in its usual form: Unicode compatibility forms composed (NFKC), no white space around it, lower case.
///
/// Strictly, the part before `@` may tell upper from lower case; no provider does, and two accounts for one mailbox are how
/// accounts are taken over.
///
/// # Errors
/// If the value is not a text.
pub fn email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| normal_email(&text))
}

pub(super) fn normal_email(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    #[test]
    fn texts_take_their_usual_form() {
        fn from(text: &str) -> StrDeserializer<'_, Error> {
            text.into_deserializer()
        }
        assert_eq!(trim(from(" \t a b \u{a0}")), Ok("a b".to_owned()));
        assert_eq!(trim(from("   ")), Ok(String::new()));
        assert_eq!(collapse_whitespace(from(" a \n\t b ")), Ok("a b".to_owned()));
        assert_eq!(email(from(" A@EXAMPLE.com ")), Ok("a@example.com".to_owned()));
    }

    #[test]
    fn trap_26_an_email_is_normalised_before_it_is_compared() {
        for spelling in ["a@example.com", "\u{ff21}@example.com", "A@\u{ff25}xample.com", "a@example\u{ff0e}com"] {
            assert_eq!(normal_email(spelling), "a@example.com", "{spelling}");
        }
    }
}
