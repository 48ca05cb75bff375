//! `Text`: one value that arrives as text, as in keys, forms, queries and paths.

use std::borrow::Cow;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, SeqAccess, Unexpected, VariantAccess, Visitor};

use super::fault::{Fault, Problem};

/// One name with one value.
pub(super) type Pair<'de> = (Cow<'de, str>, Cow<'de, str>);

/// One value that arrives as text; numbers and booleans are parsed when a type asks for them.
///
/// Numbers have JSON's grammar: one spelling for each integer, no `+5`, `007`, `-0`, `NaN` or `inf`. So two spellings cannot
/// be two keys of one map, and a `NaN` cannot slip through a range.
#[derive(Clone, Copy)]
pub(super) struct Text<'t, 'de> {
    text: &'t Cow<'de, str>,
    /// The values after the first, when the name was repeated.
    more: &'t [Pair<'de>],
    role: Role,
}

#[derive(Clone, Copy)]
enum Role {
    /// A name in an object.
    Key,
    /// A field of a form or query, where absence is an empty text and a ticked box is `on`.
    Field,
    /// Anything else.
    Value,
}

impl<'t, 'de> Text<'t, 'de> {
    pub(super) fn key(text: &'t Cow<'de, str>) -> Self {
        Self { text, more: &[], role: Role::Key }
    }

    pub(super) fn value(text: &'t Cow<'de, str>) -> Self {
        Self { text, more: &[], role: Role::Value }
    }

    pub(super) fn field(text: &'t Cow<'de, str>, more: &'t [Pair<'de>]) -> Self {
        Self { text, more, role: Role::Field }
    }

    /// The text, if it is the only one.
    fn single(&self) -> Result<&'t str, Fault> {
        if !self.more.is_empty() {
            return Err(Fault::new(Problem::Duplicate));
        }
        if self.text.contains('\0') { Err(Fault::new(Problem::Null)) } else { Ok(self.text) }
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.single()?;
        match self.text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_str(text),
        }
    }
}

fn unexpected<'de, V: Visitor<'de>>(visitor: &V) -> Fault {
    Fault::invalid_type(Unexpected::Other("text"), visitor)
}

/// Whether `text` is an integer in its only spelling.
pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').filter(|digits| *digits != "0").unwrap_or(text);
    digits == "0" || !digits.starts_with('0') && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The finite number in `text`, by JSON's grammar.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
    // serde_json's reader decides on everything else, so that forms and JSON agree.
    if plain { serde_json::from_str::<f64>(text).ok().filter(|number| number.is_finite()) } else { None }
}

/// What browsers send for a box that is ticked. Only a field can be one: elsewhere, `on` would be a second spelling.
const TICKED: &str = "on";

/// The truth in `text`; browsers send `on` for a box that is ticked.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | TICKED => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

macro_rules! integers {
    ($($method:ident $kind:ty, $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let text = self.single()?;
            match text.parse::<$kind>() {
                Ok(number) if is_integer(text) => visitor.$visit(number),
                _ => Err(unexpected(&visitor)),
            }
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.visit(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'_, 'de> {
    type Error = Fault;

    integers! {
        deserialize_i8 i64, visit_i64;
        deserialize_i16 i64, visit_i64;
        deserialize_i32 i64, visit_i64;
        deserialize_i64 i64, visit_i64;
        deserialize_i128 i128, visit_i128;
        deserialize_u8 u64, visit_u64;
        deserialize_u16 u64, visit_u64;
        deserialize_u32 u64, visit_u64;
        deserialize_u64 u64, visit_u64;
        deserialize_u128 u128, visit_u128;
    }

    texts! { deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.more.is_empty() { self.visit(visitor) } else { self.deserialize_seq(visitor) }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.single()?;
        let ticked = matches!(self.role, Role::Field) || text != TICKED;
        match boolean(text).filter(|_| ticked) {
            Some(truth) => visitor.visit_bool(truth),
            None => Err(unexpected(&visitor)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match number(self.single()?) {
            Some(number) => visitor.visit_f64(number),
            None => Err(unexpected(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let absent = matches!(self.role, Role::Field) && self.text.is_empty() && self.more.is_empty();
        if absent { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.single()?.is_empty() { visitor.visit_unit() } else { Err(unexpected(&visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.role {
            Role::Field => visitor.visit_seq(Repeated { text: Some(self.text), more: self.more, next: 0 }),
            Role::Key | Role::Value => Err(unexpected(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Err(unexpected(&visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        Err(unexpected(&visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.single()?;
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::new(Problem::Unknown))
    }
}

impl<'de> EnumAccess<'de> for Text<'_, 'de> {
    type Error = Fault;
    type Variant = UnitOnly;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, UnitOnly), Fault> {
        Ok((seed.deserialize(Text::value(self.text))?, UnitOnly))
    }
}

/// The content of a variant that is only a name.
pub(super) struct UnitOnly;

impl<'de> VariantAccess<'de> for UnitOnly {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Fault> {
        Err(Fault::new(Problem::Refused))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Fault> {
        Err(Fault::new(Problem::Refused))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Fault> {
        Err(Fault::new(Problem::Refused))
    }
}

/// The values of a repeated name.
struct Repeated<'t, 'de> {
    text: Option<&'t Cow<'de, str>>,
    more: &'t [Pair<'de>],
    next: usize,
}

impl<'de> SeqAccess<'de> for Repeated<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let text = match self.text.take() {
            Some(text) => text,
            None => match self.more {
                [(_, text), rest @ ..] => {
                    self.more = rest;
                    text
                }
                [] => return Ok(None),
            },
        };
        let value = seed.deserialize(Text::field(text, &[])).map_err(|fault| fault.in_item(self.next))?;
        self.next += 1;
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(self.text.is_some()) + self.more.len())
    }
}
