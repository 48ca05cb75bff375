//! `FieldErrors`: what is wrong with which field, by path. Never with the value.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

type Message = Cow<'static, str>;

/// Messages by the path of the field they are about: `{"address.zip": ["length is lower than 5"]}`.
///
/// The order is the order of discovery. A message must never contain the rejected value.
#[derive(Clone, Debug, Default)]
pub struct FieldErrors(Vec<(String, Vec<Message>)>);

impl FieldErrors {
    /// No errors.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a message about the field at `path`; the same message twice is kept once.
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<Message>) {
        let (path, message) = (path.into(), message.into());
        match self.0.iter_mut().find(|(known, _)| *known == path) {
            Some((_, messages)) if messages.contains(&message) => {}
            Some((_, messages)) => messages.push(message),
            None => self.0.push((path, vec![message])),
        }
    }

    /// Adds everything in `other`.
    pub fn append(&mut self, other: Self) {
        for (path, messages) in other.0 {
            for message in messages {
                self.add(path.clone(), message);
            }
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields have something wrong with them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The paths with their messages.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Message])> {
        self.0.iter().map(|(path, messages)| (path.as_str(), messages.as_slice()))
    }
}

impl<P: Into<String>, M: Into<Message>> FromIterator<(P, M)> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = (P, M)>>(errors: I) -> Self {
        let mut all = Self::new();
        errors.into_iter().for_each(|(path, message)| all.add(path, message));
        all
    }
}

impl Serialize for FieldErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (path, messages) in &self.0 {
            map.serialize_entry(path, messages)?;
        }
        map.end()
    }
}
