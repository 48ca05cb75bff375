//! A value on its way into the trail: read, redacted, cut short and written in one go, without being held.

use std::fmt;
use std::mem;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::neighbours::Role;
use super::schema::{Places, Shape};
use super::shape::{is_card, shown};
use super::{Known, LONGEST_TEXT, Redaction, is_secret};
use crate::audit::escape::write_str;
use crate::audit::marks::{REDACTED, TRUNCATED};

/// Writes one value as JSON.
pub(super) struct Walk<'w> {
    pub(super) redaction: &'w Redaction,
    pub(super) out: &'w mut Vec<u8>,
    /// Bytes of content that may still be kept.
    pub(super) left: usize,
    /// The texts that come now are the name of what stands beside them.
    pub(super) naming: bool,
    /// One of them was that of a secret.
    pub(super) named: bool,
}

impl<'w> Walk<'w> {
    /// The value at `places`, which may hold `depth` levels of others.
    pub(super) fn value<'a>(&'a mut self, mut places: Places, depth: usize) -> Value<'a, 'w> {
        self.redaction.schema.expand(&mut places);
        Value { walk: self, places, depth }
    }

    fn mark(&mut self, mark: &str) {
        self.take(mark.len());
        write_str(self.out, mark);
    }

    fn take(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
    }
}

/// Reads a value and writes what may be kept of it.
pub(super) struct Value<'a, 'w> {
    walk: &'a mut Walk<'w>,
    places: Places,
    depth: usize,
}

impl Value<'_, '_> {
    /// Writes something that is as long as it looks, unless it is secret.
    fn plain(self, shape: Shape, text: &str, most: usize) {
        if self.walk.redaction.schema.is_secret(&self.places, shape) {
            return self.walk.mark(REDACTED);
        }
        self.walk.take(most);
        self.walk.out.extend_from_slice(text.as_bytes());
    }

    /// Numbers of any kind are at most about 20 digits.
    fn number(self, text: &str) {
        if is_card(text) {
            return self.walk.mark(REDACTED);
        }
        self.plain(Shape::Scalar, text, 20);
    }

    /// What must be left out altogether, if it must.
    fn instead(&self, shape: Shape) -> Option<&'static str> {
        if self.walk.redaction.schema.is_secret(&self.places, shape) {
            Some(REDACTED)
        } else {
            (self.depth == 0).then_some(TRUNCATED)
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.plain(Shape::Empty, "null", 5);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.plain(Shape::Empty, if value { "true" } else { "false" }, 5);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(&serde_json::Value::from(value).to_string());
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let Self { walk, places, .. } = self;
        if walk.redaction.schema.is_secret(&places, Shape::Scalar) {
            walk.mark(REDACTED);
            return Ok(());
        }
        walk.named |= walk.naming && is_secret(text);
        // Before it is cut, which would make a secret hard to recognize.
        let text = &*shown(text);
        // The last text may be cut short by what is left of the content, but a key before it was already paid for.
        let longest = LONGEST_TEXT.min(walk.left);
        // A character is at least one byte: most texts need not be counted.
        let end = if text.len() > longest { text.char_indices().nth(longest).map(|(end, _)| end) } else { None };
        if let Some(kept) = end.and_then(|end| text.get(..end)) {
            let cut = format!("{kept}{TRUNCATED}");
            walk.take(cut.len());
            write_str(walk.out, &cut);
        } else {
            walk.take(text.len());
            write_str(walk.out, text);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if let Some(mark) = self.instead(Shape::Array) {
            self.walk.mark(mark);
            return IgnoredAny.visit_seq(items).map(drop);
        }
        let Self { walk, places, depth } = self;
        walk.out.push(b'[');
        let mut index = 0;
        while let Some(kept) = items.next_element_seed(Item { walk, places: &places, index, depth })? {
            if !kept {
                IgnoredAny.visit_seq(items)?;
                break;
            }
            walk.take(1);
            index += 1;
        }
        walk.out.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        if let Some(mark) = self.instead(Shape::Object) {
            self.walk.mark(mark);
            return IgnoredAny.visit_map(members).map(drop);
        }
        let Self { walk, places, depth } = self;
        walk.out.push(b'{');
        let mut first = true;
        // An object within a name starts anew.
        let outer = (mem::take(&mut walk.naming), mem::take(&mut walk.named));
        // Where contents were written before it was known what they are called.
        let mut unnamed = Vec::new();
        while let Some(kept) = members.next_key_seed(Key { walk, places: &places, first })? {
            match kept {
                Kept::Value(_, Role::Content) if walk.named => {
                    members.next_value::<IgnoredAny>()?;
                    walk.mark(REDACTED);
                }
                Kept::Value(places, role) => {
                    let start = walk.out.len();
                    walk.naming = role == Role::Name;
                    members.next_value_seed(walk.value(places, depth - 1))?;
                    walk.naming = false;
                    if role == Role::Content {
                        unnamed.push(start..walk.out.len());
                    }
                }
                Kept::Mark => {
                    members.next_value::<IgnoredAny>()?;
                    walk.mark(REDACTED);
                }
                Kept::Nothing => {
                    members.next_value::<IgnoredAny>()?;
                    IgnoredAny.visit_map(members)?;
                    // The name may be among what was left out.
                    walk.named = true;
                    break;
                }
            }
            first = false;
        }
        if walk.named {
            for content in unnamed.into_iter().rev() {
                let mut mark = Vec::new();
                write_str(&mut mark, REDACTED);
                walk.out.splice(content, mark);
            }
        }
        (walk.naming, walk.named) = outer;
        walk.out.push(b'}');
        Ok(())
    }
}

/// One item of an array; says whether it was kept.
struct Item<'a, 'w> {
    walk: &'a mut Walk<'w>,
    places: &'a Places,
    index: usize,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let Self { walk, places, index, depth } = self;
        if index > 0 {
            walk.out.push(b',');
        }
        if walk.left == 0 {
            write_str(walk.out, TRUNCATED);
            IgnoredAny::deserialize(deserializer)?;
            return Ok(false);
        }
        let places = walk.redaction.schema.item(places, index);
        walk.value(places, depth - 1).deserialize(deserializer)?;
        Ok(true)
    }
}

/// One key of an object; says what becomes of its value.
struct Key<'a, 'w> {
    walk: &'a mut Walk<'w>,
    places: &'a Places,
    first: bool,
}

enum Kept {
    /// The value, by what the schema says about these places and the members beside it.
    Value(Places, Role),
    /// A mark in its place.
    Mark,
    /// Neither it nor anything behind it.
    Nothing,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Kept;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kept, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = Kept;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Kept, E> {
        let Self { walk, places, first } = self;
        if !first {
            walk.out.push(b',');
        }
        if key.len() >= walk.left {
            walk.left = 0;
            write_str(walk.out, TRUNCATED);
            walk.out.extend_from_slice(b":true");
            return Ok(Kept::Nothing);
        }
        walk.take(key.len() + 1);
        let hides = match walk.redaction.key(key) {
            known @ (Known::Harmless | Known::Secret) => {
                write_str(walk.out, key);
                matches!(known, Known::Secret)
            }
            Known::Not => {
                write_str(walk.out, &shown(key));
                is_secret(key)
            }
        };
        walk.out.push(b':');
        Ok(if hides { Kept::Mark } else { Kept::Value(walk.redaction.schema.member(places, key), Role::of(key)) })
    }
}
