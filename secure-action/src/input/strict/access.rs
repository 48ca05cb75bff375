//! Strict views of arrays, objects and enums.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::seen::Seen;
use super::visitor::{Shape, Watched};
use super::{Nested, Pass};
use crate::input::fault::{Fault, Problem};
use crate::input::text::Text;

/// The items of an array.
pub(super) struct Items<'p, A> {
    access: A,
    pass: &'p Pass,
    next: usize,
}

impl<'p, A> Items<'p, A> {
    pub(super) fn new(access: A, pass: &'p Pass) -> Self {
        Self { access, pass, next: 0 }
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let nested = Nested { seed, pass: self.pass };
        let item = self.access.next_element_seed(nested).map_err(|_| self.pass.fault().in_item(self.next))?;
        self.next += 1;
        Ok(item)
    }

    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

/// The entries of an object, no key twice.
pub(super) struct Entries<'p, 'de, A> {
    access: A,
    pass: &'p Pass,
    seen: Seen<'de>,
    key: Cow<'de, str>,
}

impl<'p, A> Entries<'p, '_, A> {
    pub(super) fn new(access: A, pass: &'p Pass, fields: &'static [&'static str]) -> Self {
        Self { access, pass, seen: Seen::new(fields), key: Cow::Borrowed("") }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, 'de, A> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(key) = self.access.next_key_seed(Name).map_err(|_| self.pass.fault())? else {
            return Ok(None);
        };
        if key.contains('\0') {
            return Err(Fault::new(Problem::Null).in_field(&key));
        }
        // After its escapes are decoded: `"a"` and `"\u0061"` are one key.
        if !self.seen.insert(&key) {
            return Err(Fault::new(Problem::Duplicate).in_field(&key));
        }
        let field = seed
            .deserialize(Text::key(&key))
            .map_err(|fault| if fault.names_its_field() { fault } else { fault.in_field(&key) })?;
        self.key = key;
        Ok(Some(field))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let nested = Nested { seed, pass: self.pass };
        self.access.next_value_seed(nested).map_err(|_| self.pass.fault().in_field(&self.key))
    }

    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

/// The variant of an enum, and later its content.
pub(super) struct Variant<'p, A> {
    access: A,
    pass: &'p Pass,
}

impl<'p, A> Variant<'p, A> {
    pub(super) fn new(access: A, pass: &'p Pass) -> Self {
        Self { access, pass }
    }
}

impl<'p, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Variant<'p, A> {
    type Error = Fault;
    type Variant = Content<'p, 'de, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Fault> {
        let (name, access) = self.access.variant_seed(Name).map_err(|_| self.pass.fault())?;
        let variant = seed.deserialize(Text::value(&name))?;
        Ok((variant, Content { access, pass: self.pass, name }))
    }
}

/// The content of an enum's variant.
pub(super) struct Content<'p, 'de, A> {
    access: A,
    pass: &'p Pass,
    name: Cow<'de, str>,
}

impl<'de, A: VariantAccess<'de>> Content<'_, 'de, A> {
    /// Everything but a unit variant is one object deeper.
    fn nested<T>(self, read: impl FnOnce(A, &Pass) -> Result<T, A::Error>) -> Result<T, Fault> {
        self.pass.enter()?;
        let value = read(self.access, self.pass).map_err(|_| self.pass.fault().in_field(&self.name))?;
        self.pass.leave();
        Ok(value)
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Content<'_, 'de, A> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        self.access.unit_variant().map_err(|_| self.pass.fault())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        self.nested(|access, pass| access.newtype_variant_seed(Nested { seed, pass }))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Fault> {
        self.nested(|access, pass| access.tuple_variant(len, Watched::new(visitor, pass, Shape::Other)))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.nested(|access, pass| access.struct_variant(fields, Watched::new(visitor, pass, Shape::Struct(fields))))
    }
}

/// Reads a key as text, borrowed where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}
