//! `Redaction`: what of an input the trail must not keep.
//!
//! Four rules, each for what those before it cannot know:
//! 1. By type. A type that is secret says so in its JSON Schema (`x-secret`, `writeOnly`, `format: password`), so whatever the
//!    input type calls a `Secret` is replaced, under any name and at any depth.
//! 2. By key. A key with a word such as `password` or `otp` in it, or `card number`, hides its value. Whole words only:
//!    `userPwd` and `API-Key` are hit, `monkey` and `tokenizer` are not.
//! 3. By neighbour. `{"name": "password", "value": "..."}` hides the value.
//! 4. By shape. What looks like a token, a key, the number of a card or a URL with a password in it is hidden under any key, in the
//!    user agent and in reasons. Of the ids of callers, credentials and resources a hash stands for it.

mod keys;
mod neighbours;
mod schema;
mod shape;
mod walk;

use std::collections::BTreeSet;

use serde::de::{DeserializeSeed, Deserializer};
use serde_json::Value;

use super::marks::UNREADABLE;
pub(crate) use keys::is_secret;
pub(super) use neighbours::hide_named;
use schema::Schema;
pub(crate) use shape::shown;
pub(super) use shape::{shown_id, shown_resource};
use walk::Walk;

/// The longest text, in characters.
pub(super) const LONGEST_TEXT: usize = 256;
/// The most of one value, in bytes of keys, texts and numbers. What comes here is smaller; marks may make it larger.
const MOST_CONTENT: usize = 16 * 1024;
/// The deepest nesting.
const DEEPEST: usize = 16;

/// What of an input the trail must not keep; made once for an action.
/// By default without types.
#[derive(Debug, Default)]
pub(crate) struct Redaction {
    schema: Schema,
    /// The names in the schema that are no secret keys: most keys need no closer look.
    harmless: Names,
    /// Those that are.
    secret: Names,
}

/// What the type of the input says about the name of a member.
enum Known {
    Harmless,
    Secret,
    /// It has none of this name: a client chose it.
    Not,
}

/// Names in order: there are few of them, and to compare a few is cheaper than to hash one.
#[derive(Debug, Default)]
struct Names(Vec<Box<str>>);

impl Names {
    fn of(names: BTreeSet<&str>) -> Self {
        Self(names.into_iter().map(Box::from).collect())
    }

    fn contains(&self, name: &str) -> bool {
        self.0.binary_search_by(|known| (**known).cmp(name)).is_ok()
    }
}

impl Redaction {
    /// Redaction without types, for what has no schema.
    pub(super) const BY_KEY: Self = Self { schema: Schema::UNKNOWN, harmless: Names(Vec::new()), secret: Names(Vec::new()) };

    /// Redaction by the types in `schema`, a complete document: every `$ref` resolves in it. Then by the other rules.
    pub(crate) fn from_schema(schema: &Value) -> Self {
        let mut names = BTreeSet::new();
        Schema::each_name(schema, &mut |name| {
            names.insert(name);
        });
        let (secret, harmless) = names.into_iter().partition(|name| is_secret(name));
        Self { schema: Schema::compile(schema), harmless: Names::of(harmless), secret: Names::of(secret) }
    }

    /// Appends a value as JSON, with marks for what is secret, and without what is too much: text after 256 characters,
    /// content after 16 KiB, nesting after 16 levels.
    ///
    /// # Errors
    ///
    /// The reader's; what was written until then is redacted, but no complete JSON.
    pub(super) fn write<'de, D: Deserializer<'de>>(&self, out: &mut Vec<u8>, value: D) -> Result<(), D::Error> {
        let mut walk = Walk { redaction: self, out, left: MOST_CONTENT, naming: false, named: false };
        walk.value(self.schema.root(), DEEPEST).deserialize(value)
    }

    /// As [`write`](Self::write), in place.
    pub(super) fn apply(&self, value: &mut Value) {
        let mut out = Vec::new();
        let written = self.write(&mut out, &*value).and_then(|()| serde_json::from_slice(&out));
        *value = written.unwrap_or_else(|_| Value::from(UNREADABLE));
    }

    /// Whether the schema has a secret anywhere.
    pub(crate) fn knows_a_secret(&self) -> bool {
        !self.schema.root().is_empty()
    }

    /// Whether a name in the schema is that of a secret, such as `password`.
    pub(crate) fn names_a_secret(&self) -> bool {
        !self.secret.0.is_empty()
    }

    /// Whether the type of the input has a member of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.harmless.contains(name) || self.secret.contains(name)
    }

    fn key(&self, key: &str) -> Known {
        if self.harmless.contains(key) {
            Known::Harmless
        } else if self.secret.contains(key) {
            Known::Secret
        } else {
            Known::Not
        }
    }
}

#[cfg(test)]
mod tests;
