//! `Redaction`: what of an input the trail must not keep.
//!
//! Two rules, the second for what the first cannot know:
//! 1. By type. A type that is secret says so in its JSON Schema (`x-secret`, `writeOnly`, `format: password`), so whatever the
//!    input type calls a `Secret` is replaced, under any name and at any depth.
//! 2. By key. A key with a word such as `password` or `otp` in it, or `card number`, hides its value. Whole words only:
//!    `userPwd` and `API-Key` are hit, `monkey` and `tokenizer` are not.

mod keys;
mod schema;

use serde_json::{Map, Value};

pub(super) use keys::is_secret;
use schema::{Places, Schema};

/// Stands for a secret.
pub(super) const REDACTED: &str = "[REDACTED]";
/// Stands for what was too much, or at the end of a text that was too long.
pub(super) const TRUNCATED: &str = "[TRUNCATED]";

/// The longest text, in characters.
const LONGEST_TEXT: usize = 256;
/// The most of one input, in bytes of keys, texts and numbers.
const MOST_CONTENT: usize = 4096;
/// The deepest nesting.
const DEEPEST: usize = 16;

/// What of an input the trail must not keep; made once for an action.
/// By default by key alone.
#[derive(Debug, Default)]
pub(crate) struct Redaction(Schema);

impl Redaction {
    /// Redaction by key alone, for what has no schema.
    pub(super) const BY_KEY: Self = Self(Schema::UNKNOWN);

    /// Redaction by the types in `schema`, a complete document: every `$ref` resolves in it. Then by key.
    pub(crate) fn from_schema(schema: &Value) -> Self {
        Self(Schema::compile(schema))
    }

    /// Replaces what is secret and cuts off what is too much: text after 256 characters, content after 4096 bytes, nesting
    /// after 16 levels.
    pub(super) fn apply(&self, value: &mut Value) {
        let mut places = self.0.root();
        Walk { schema: &self.0, left: MOST_CONTENT }.value(value, &mut places, DEEPEST);
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    /// Bytes of content that may still be kept.
    left: usize,
}

impl Walk<'_> {
    fn value(&mut self, value: &mut Value, places: &mut Places, depth: usize) {
        self.schema.expand(places);
        if self.schema.is_secret(places, value) {
            return *value = self.mark(REDACTED);
        }
        match value {
            Value::Null | Value::Bool(_) => self.take(5),
            // Numbers of any kind are at most about 20 digits.
            Value::Number(_) => self.take(20),
            Value::String(text) => self.text(text),
            Value::Array(_) | Value::Object(_) if depth == 0 => *value = self.mark(TRUNCATED),
            Value::Array(items) => self.array(items, places, depth),
            Value::Object(members) => self.object(members, places, depth),
        }
    }

    fn text(&mut self, text: &mut String) {
        // The last text may be cut short by what is left of the content, but a key before it was already paid for.
        let longest = LONGEST_TEXT.min(self.left);
        if let Some((end, _)) = text.char_indices().nth(longest) {
            text.truncate(end);
            text.push_str(TRUNCATED);
        }
        self.take(text.len());
    }

    fn array(&mut self, items: &mut Vec<Value>, places: &Places, depth: usize) {
        for (index, item) in items.iter_mut().enumerate() {
            if self.left == 0 {
                items.truncate(index);
                return items.push(Value::from(TRUNCATED));
            }
            self.value(item, &mut self.schema.item(places, index), depth - 1);
            self.take(1);
        }
    }

    fn object(&mut self, members: &mut Map<String, Value>, places: &Places, depth: usize) {
        let mut complete = true;
        members.retain(|key, value| {
            if key.len() >= self.left {
                self.left = 0;
                complete = false;
                return false;
            }
            self.take(key.len() + 1);
            if is_secret(key) {
                *value = self.mark(REDACTED);
            } else {
                self.value(value, &mut self.schema.member(places, key), depth - 1);
            }
            true
        });
        if !complete {
            members.insert(TRUNCATED.to_owned(), Value::Bool(true));
        }
    }

    fn mark(&mut self, mark: &'static str) -> Value {
        self.take(mark.len());
        Value::from(mark)
    }

    fn take(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }
}

#[cfg(test)]
mod tests;
