//! `Whole`: a JSON text as it stands, for a second look at what a type has refused.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::fault::DUPLICATE;
use super::location::{Location, Segment, path_of};
use super::review::MOST;
use super::strict::MAX_DEPTH;
use crate::error::FieldErrors;

/// A JSON text as it stands, and the names in it that stand twice.
pub(super) struct Whole {
    /// Of a name that stands twice, the first value.
    pub(super) value: Value,
    pub(super) duplicates: FieldErrors,
}

impl Whole {
    /// What is wrong with the text, if it is not JSON or too deep.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        const SYNTAX: &str = "the body is not valid JSON";
        const TOO_DEEP: &str = "the body is nested too deeply";

        let mut reader = Reader { at: Location::default(), depth: 0, too_deep: false, duplicates: FieldErrors::new() };
        let mut text = serde_json::Deserializer::from_slice(bytes);
        match (Item(&mut reader).deserialize(&mut text), text.end()) {
            (Ok(value), Ok(())) => Ok(Self { value, duplicates: reader.duplicates }),
            _ if reader.too_deep => Err(TOO_DEEP),
            _ => Err(SYNTAX),
        }
    }
}

struct Reader {
    at: Location,
    depth: usize,
    too_deep: bool,
    duplicates: FieldErrors,
}

struct Item<'r>(&'r mut Reader);

impl Item<'_> {
    fn enter<E: Error>(&mut self) -> Result<(), E> {
        self.0.depth += 1;
        self.0.too_deep = self.0.depth > MAX_DEPTH;
        if self.0.too_deep { Err(E::custom("")) } else { Ok(()) }
    }

    fn inside<T, E>(&mut self, segment: Segment, read: impl FnOnce(Item<'_>) -> Result<T, E>) -> Result<T, E> {
        self.0.at.enter(segment);
        let value = read(Item(self.0))?;
        self.0.at.leave();
        Ok(value)
    }
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut items = Vec::new();
        while let Some(item) = self.inside(Segment::Index(items.len()), |item| access.next_element_seed(item))? {
            items.push(item);
        }
        self.0.depth -= 1;
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = self.inside(Segment::key(&name), |item| access.next_value_seed(item))?;
            if !members.contains_key(&name) {
                members.insert(name, value);
            } else if self.0.duplicates.len() < MOST {
                self.0.at.enter(Segment::key(&name));
                self.0.duplicates.add(path_of(&self.0.at), DUPLICATE);
                self.0.at.leave();
            }
        }
        self.0.depth -= 1;
        Ok(members.into())
    }
}
