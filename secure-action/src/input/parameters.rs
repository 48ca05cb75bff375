//! The parameters of a route as a serde source: a single value, a tuple, or a struct by name.

use std::cell::Cell;

use serde::Deserializer;
use serde::de::{DeserializeSeed, SeqAccess, Visitor};

use super::fault::{Fault, Problem};
use super::pairs::Pairs;
use super::text::Pair;
use super::text::Text;

/// The values of a route's parameters, in the order of the route.
#[derive(Clone, Copy)]
pub(super) struct Parameters<'p, 'de>(pub(super) &'p [Pair<'de>]);

impl<'p, 'de> Parameters<'p, 'de> {
    /// Reads the only parameter.
    fn single<T>(self, read: impl FnOnce(Text<'p, 'de>) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.0 {
            [(name, text)] => read(Text::value(text)).map_err(|fault| fault.in_field(name)),
            _ => Err(Fault::new(Problem::Refused)),
        }
    }
}

macro_rules! single {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.single(|text| text.$method(visitor))
        }
    )*};
}

impl<'de> Deserializer<'de> for Parameters<'_, 'de> {
    type Error = Fault;

    single! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option
        deserialize_unit deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Items(self.0))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Pairs::new(self.0, &Cell::new(false)).deserialize_map(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        Pairs::new(self.0, &Cell::new(false)).deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.single(|text| text.deserialize_enum(name, variants, visitor))
    }
}

/// The parameters one after the other, as the fields of a tuple.
struct Items<'p, 'de>(&'p [Pair<'de>]);

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let [(name, text), rest @ ..] = self.0 else {
            return Ok(None);
        };
        self.0 = rest;
        seed.deserialize(Text::value(text)).map(Some).map_err(|fault| fault.in_field(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}
