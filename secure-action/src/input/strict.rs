//! `Strict`: a deserializer around another that refuses what serde lets pass.
//!
//! In the one pass that builds the value it refuses duplicate keys at every depth, fields that the type ignores, and
//! nesting beyond [`MAX_DEPTH`]; it keeps the path of the first fault; and it lets no text of the request into an error.
//! Doing so while the type reads costs less than a scan before it, and cannot disagree with what the type has read.

mod access;
mod buffer;
mod seen;
mod visitor;

use std::cell::Cell;

use serde::Deserializer;
use serde::de::{self, DeserializeSeed, Visitor};

use super::fault::{Fault, Problem};
use visitor::{Shape, Watched};

/// The deepest nesting of objects and arrays that is read.
pub(super) const MAX_DEPTH: usize = 32;

/// What one pass knows.
#[derive(Default)]
pub(super) struct Pass {
    /// The fault on its way out through an error type that cannot carry it.
    fault: Cell<Option<Fault>>,
    depth: Cell<usize>,
    buffered: Cell<bool>,
}

impl Pass {
    /// Keeps `fault` while a foreign error travels.
    fn stash<E: de::Error>(&self, fault: Fault) -> E {
        self.fault.set(Some(fault));
        E::custom("")
    }

    /// The fault behind a foreign error. An error without one is the reader's own: the text is not JSON.
    fn fault(&self) -> Fault {
        self.fault.take().unwrap_or_else(|| Fault::new(Problem::Malformed))
    }

    /// Whether serde has put something aside to read it later, from a buffer that ignores what the type does not know.
    pub(super) fn has_buffered(&self) -> bool {
        self.buffered.get()
    }

    fn enter(&self) -> Result<(), Fault> {
        let depth = self.depth.get() + 1;
        self.depth.set(depth);
        if depth > MAX_DEPTH { Err(Fault::new(Problem::Malformed)) } else { Ok(()) }
    }

    /// Not called when something fails: the pass is over then.
    fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }
}

/// The deserializer `inner`, strictly.
pub(super) struct Strict<'p, D> {
    inner: D,
    pass: &'p Pass,
}

impl<'p, D> Strict<'p, D> {
    pub(super) fn new(inner: D, pass: &'p Pass) -> Self {
        Self { inner, pass }
    }
}

macro_rules! forward {
    ($($method:ident $shape:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.inner.$method(Watched::new(visitor, self.pass, Shape::$shape)).map_err(|_| self.pass.fault())
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<'_, D> {
    type Error = Fault;

    forward! {
        deserialize_bool Other;
        deserialize_i8 Other;
        deserialize_i16 Other;
        deserialize_i32 Other;
        deserialize_i64 Other;
        deserialize_i128 Other;
        deserialize_u8 Other;
        deserialize_u16 Other;
        deserialize_u32 Other;
        deserialize_u64 Other;
        deserialize_u128 Other;
        deserialize_f32 Other;
        deserialize_f64 Other;
        deserialize_char Other;
        deserialize_str Other;
        deserialize_string Other;
        deserialize_bytes Other;
        deserialize_byte_buf Other;
        deserialize_option Other;
        deserialize_unit Other;
        deserialize_seq Other;
        deserialize_map Other;
        deserialize_identifier Other;
    }

    /// What describes itself: a `Value`, or what serde buffers for `flatten` and for enums without or with inner tags.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if !self.pass.buffered.get() && buffer::is_buffer(&visitor) {
            self.pass.buffered.set(true);
        }
        self.inner.deserialize_any(Watched::new(visitor, self.pass, Shape::Other)).map_err(|_| self.pass.fault())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Other);
        self.inner.deserialize_unit_struct(name, visitor).map_err(|_| self.pass.fault())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Other);
        self.inner.deserialize_newtype_struct(name, visitor).map_err(|_| self.pass.fault())
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Other);
        self.inner.deserialize_tuple(len, visitor).map_err(|_| self.pass.fault())
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, name: &'static str, len: usize, visitor: V) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Other);
        self.inner.deserialize_tuple_struct(name, len, visitor).map_err(|_| self.pass.fault())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Struct(fields));
        self.inner.deserialize_struct(name, fields, visitor).map_err(|_| self.pass.fault())
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let visitor = Watched::new(visitor, self.pass, Shape::Other);
        self.inner.deserialize_enum(name, variants, visitor).map_err(|_| self.pass.fault())
    }

    /// What a type ignores is a field that it does not have.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::new(Problem::Unknown))
    }
}

/// A seed whose value is read strictly.
struct Nested<'p, S> {
    seed: S,
    pass: &'p Pass,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Nested<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.seed.deserialize(Strict::new(inner, self.pass)).map_err(|fault| self.pass.stash(fault))
    }
}
