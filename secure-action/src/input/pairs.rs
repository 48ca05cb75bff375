//! Names and values of a form or a query (`application/x-www-form-urlencoded`), read strictly.

use std::borrow::Cow;
use std::cell::Cell;

use serde::Deserializer;
use serde::de::value::UnitDeserializer;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::fault::{Fault, Problem};
use super::text::{Pair, Text};

/// The most pairs that are read.
const MOST: usize = 1000;

/// The pairs, sorted by name; the values of a repeated name keep their order.
///
/// Unlike a browser's parser, this one refuses what is not well encoded: two parsers must not disagree on it.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Pair<'_>>, &'static str> {
    let pieces = bytes.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty());
    let mut pairs = Vec::new();
    for piece in pieces {
        if pairs.len() == MOST {
            return Err("too many fields");
        }
        let at = piece.iter().position(|byte| *byte == b'=').unwrap_or(piece.len());
        let (name, value) = piece.split_at_checked(at).unwrap_or((piece, &[]));
        pairs.push((percent_decode(name)?, percent_decode(value.get(1..).unwrap_or_default())?));
    }
    pairs.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(pairs)
}

fn percent_decode(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    const MALFORMED: &str = "a field is not encoded as a form demands";

    if !bytes.contains(&b'%') && !bytes.contains(&b'+') {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| MALFORMED);
    }
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => decoded.push(b' '),
            b'%' => {
                let ([high, low], tail) = rest.split_first_chunk().ok_or(MALFORMED)?;
                let digit = |byte: &u8| char::from(*byte).to_digit(16).ok_or(MALFORMED);
                decoded.push((digit(high)? * 16 + digit(low)?) as u8);
                rest = tail;
            }
            byte => decoded.push(*byte),
        }
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| MALFORMED)
}

/// The pairs as JSON, for a review by schema: repeated names are arrays.
pub(super) fn to_value(pairs: &[Pair<'_>]) -> Value {
    let mut object = Map::new();
    for group in pairs.chunk_by(|(left, _), (right, _)| left == right) {
        if let [(name, value), more @ ..] = group {
            let value = Value::from(&**value);
            let value = if more.is_empty() {
                value
            } else {
                std::iter::once(value).chain(more.iter().map(|(_, value)| Value::from(&**value))).collect()
            };
            object.insert(name.clone().into_owned(), value);
        }
    }
    object.into()
}

/// Reads a struct or a map from pairs.
pub(super) struct Pairs<'p, 'de> {
    pairs: &'p [Pair<'de>],
    buffered: &'p Cell<bool>,
}

impl<'p, 'de> Pairs<'p, 'de> {
    /// Sets `buffered` if the type may ignore names that it does not know, as with `#[serde(flatten)]`.
    pub(super) fn new(pairs: &'p [Pair<'de>], buffered: &'p Cell<bool>) -> Self {
        Self { pairs, buffered }
    }
}

impl<'de> Deserializer<'de> for Pairs<'_, 'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.buffered.set(true);
        visitor.visit_map(Entries { rest: self.pairs, value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_map(Entries { rest: self.pairs, value: None })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.pairs.first() {
            None => UnitDeserializer::new().deserialize_unit(visitor),
            Some((name, _)) => Err(Fault::new(Problem::Unknown).in_field(name)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Entries<'p, 'de> {
    rest: &'p [Pair<'de>],
    value: Option<(&'p Pair<'de>, &'p [Pair<'de>])>,
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let [first, rest @ ..] = self.rest else {
            return Ok(None);
        };
        let same = rest.iter().take_while(|(name, _)| *name == first.0).count();
        let (more, rest) = rest.split_at_checked(same).unwrap_or((rest, &[]));
        self.rest = rest;
        self.value = Some((first, more));
        if first.0.contains('\0') {
            return Err(Fault::new(Problem::Null).in_field(&first.0));
        }
        let key = seed
            .deserialize(Text::key(&first.0))
            .map_err(|fault| if fault.names_its_field() { fault } else { fault.in_field(&first.0) })?;
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        match self.value.take() {
            Some(((name, text), more)) => seed.deserialize(Text::field(text, more)).map_err(|fault| fault.in_field(name)),
            None => Err(Fault::new(Problem::Missing)),
        }
    }
}
