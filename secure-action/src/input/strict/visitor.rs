//! The visitor around a type's own: hands it strict views of objects, arrays and enums.

use std::fmt;

use serde::Deserializer;
use serde::de::{EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::access::{Entries, Items, Variant};
use super::{Pass, Strict};
use crate::input::fault::{Fault, Problem};

/// Which question the type has asked.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// These fields.
    Struct(&'static [&'static str]),
    /// Anything else.
    Other,
}

pub(super) struct Watched<'p, V> {
    visitor: V,
    pass: &'p Pass,
    shape: Shape,
}

impl<'p, V> Watched<'p, V> {
    pub(super) fn new(visitor: V, pass: &'p Pass, shape: Shape) -> Self {
        Self { visitor, pass, shape }
    }
}

macro_rules! forward {
    ($($method:ident($value:ty);)*) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            let pass = self.pass;
            self.visitor.$method(value).map_err(|fault: Fault| pass.stash(fault))
        }
    )*};
}

macro_rules! forward_texts {
    ($($method:ident($value:ty);)*) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            let pass = self.pass;
            if value.contains('\0') {
                return Err(pass.stash(Fault::new(Problem::Null)));
            }
            self.visitor.$method(value).map_err(|fault: Fault| pass.stash(fault))
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Watched<'_, V> {
    type Value = V::Value;

    /// Asked for when the reader itself finds another type than the one wanted: the only trace of that which is not a text.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Words<'v, V>(&'v V);
        impl<'de, V: Visitor<'de>> fmt::Display for Words<'_, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.expecting(f)
            }
        }

        let words = Words(&self.visitor).to_string();
        f.write_str(&words)?;
        self.pass.fault.set(Some(Fault::new(Problem::Unexpected(words))));
        Ok(())
    }

    forward! {
        visit_bool(bool);
        visit_i8(i8);
        visit_i16(i16);
        visit_i32(i32);
        visit_i64(i64);
        visit_i128(i128);
        visit_u8(u8);
        visit_u16(u16);
        visit_u32(u32);
        visit_u64(u64);
        visit_u128(u128);
        visit_f32(f32);
        visit_f64(f64);
        visit_char(char);
        visit_bytes(&[u8]);
        visit_borrowed_bytes(&'de [u8]);
        visit_byte_buf(Vec<u8>);
    }

    forward_texts! {
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none().map_err(|fault: Fault| self.pass.stash(fault))
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit().map_err(|fault: Fault| self.pass.stash(fault))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Strict::new(inner, self.pass)).map_err(|fault| self.pass.stash(fault))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Strict::new(inner, self.pass)).map_err(|fault| self.pass.stash(fault))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        // serde would read a struct from an array of its fields, in which nothing has a name to be redacted or documented by.
        if let Shape::Struct(_) = self.shape {
            return Err(self.pass.stash(Fault::new(Problem::Unexpected("a map".to_owned()))));
        }
        self.pass.enter().map_err(|fault| self.pass.stash(fault))?;
        let value = self.visitor.visit_seq(Items::new(access, self.pass)).map_err(|fault| self.pass.stash(fault))?;
        self.pass.leave();
        Ok(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.pass.enter().map_err(|fault| self.pass.stash(fault))?;
        let fields = match self.shape {
            Shape::Struct(fields) => fields,
            Shape::Other => &[][..],
        };
        let entries = Entries::new(access, self.pass, fields);
        let value = self.visitor.visit_map(entries).map_err(|fault| self.pass.stash(fault))?;
        self.pass.leave();
        Ok(value)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(Variant::new(access, self.pass)).map_err(|fault| self.pass.stash(fault))
    }
}
