//! `Fact` and `Resource`: what a function says about its own call.

use std::borrow::Cow;
use std::fmt;
use std::hash::BuildHasher;
use std::io;

use serde::Serialize;
use serde_json::Value;

use super::marks::{REDACTED, TRUNCATED, UNREADABLE};
use super::redaction::{Redaction, is_secret};

/// One fact that a function added to its event.
#[derive(Clone)]
pub struct Fact {
    key: Cow<'static, str>,
    json: Json,
}

#[derive(Clone)]
enum Json {
    /// Serialized where the value still exists; read again, to be redacted, on the trail's thread.
    Text(Box<str>),
    Instead(&'static str),
}

impl Fact {
    /// The longest value, in bytes of JSON.
    const LONGEST: usize = 2048;

    pub(super) fn new(key: Cow<'static, str>, value: &impl Serialize) -> Self {
        let json = if is_secret(&key) { Json::Instead(REDACTED) } else { Json::of(value) };
        Self { key, json }
    }

    /// The name of the fact.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value, redacted like an input. `"[TRUNCATED]"` stands for a value of more than 2048 bytes of JSON,
    /// `"[UNREADABLE]"` for one that could not be serialized.
    #[must_use]
    pub fn value(&self) -> Value {
        match &self.json {
            Json::Instead(mark) => Value::from(*mark),
            Json::Text(text) => {
                let mut value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(UNREADABLE));
                Redaction::BY_KEY.apply(&mut value);
                value
            }
        }
    }
}

impl Json {
    fn of(value: &impl Serialize) -> Self {
        let mut bounded = Bounded(Vec::new());
        match serde_json::to_writer(&mut bounded, value) {
            Ok(()) => String::from_utf8(bounded.0).map_or(Self::Instead(UNREADABLE), |text| Self::Text(text.into())),
            Err(error) if error.is_io() => Self::Instead(TRUNCATED),
            Err(_) => Self::Instead(UNREADABLE),
        }
    }
}

/// Stops a serializer at the longest value, before a large value costs its size again.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > Fact::LONGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The value may hold what only redaction removes, so `Debug` shows the key alone.
impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fact").field("key", &self.key).finish_non_exhaustive()
    }
}

/// What a call was about: a kind and an id, `("user", "42")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    kind: Cow<'static, str>,
    id: String,
}

impl Resource {
    pub(crate) fn new(kind: impl Into<Cow<'static, str>>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }

    /// The id is a secret by its type or its name: a keyed hash of it tells one from another, and nothing else.
    pub(crate) fn hashed(self, key: &impl BuildHasher) -> Self {
        let id = format!("hash:{:016x}", key.hash_one(&self.id));
        Self { id, ..self }
    }

    /// Cuts off what is never shown.
    pub(super) fn bound(&mut self) {
        if self.id.len() > Self::LONGEST_ID {
            self.id.truncate(self.id.floor_char_boundary(Self::LONGEST_ID));
            self.id.push_str(TRUNCATED);
        }
        self.id.shrink_to_fit();
    }

    /// The longest id, in bytes.
    const LONGEST_ID: usize = 128;

    /// The kind: `"user"`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The id within the kind.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use std::hash::RandomState;

    use super::*;

    #[test]
    fn trap_39_a_hashed_id_tells_one_from_another_and_nothing_else() {
        let key = RandomState::new();
        let named = |id: &str| Resource::new("reset", id).hashed(&key);
        assert_eq!(named("t0k3n"), named("t0k3n"));
        assert_ne!(named("t0k3n"), named("t0k3m"));
        assert!(!format!("{:?}", named("t0k3n")).contains("t0k3n"));
        assert_ne!(named("t0k3n"), Resource::new("reset", "t0k3n").hashed(&RandomState::new()), "nobody can try all ids");
    }
}
