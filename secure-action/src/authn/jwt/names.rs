//! The names in a claim, roles or scopes, read in place: most tokens name few, and every request reads them.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use smallvec::SmallVec;

/// A text, read in place where it can be.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'c>(#[serde(borrow)] pub(super) Cow<'c, str>);

/// The names in a claim: the texts of an array, or a text with spaces. Anything else names nothing.
#[derive(Default)]
pub(super) struct Names<'c> {
    texts: SmallVec<[Cow<'c, str>; 4]>,
    /// Each text is one name, spaces and all.
    array: bool,
}

impl<'c> Names<'c> {
    /// Reads the names at `path` below the claim.
    pub(super) fn at(path: &'c [String]) -> impl DeserializeSeed<'c, Value = Self> {
        At(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().flat_map(|text| {
            let (one, several) = if self.array { (Some(&**text), None) } else { (None, Some(text.split(' '))) };
            one.into_iter().chain(several.into_iter().flatten())
        })
    }
}

struct At<'c>(&'c [String]);

impl<'de> DeserializeSeed<'de> for At<'de> {
    type Value = Names<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut names = Names::default();
        deserializer.deserialize_any(Gather { names: &mut names, path: Some(self.0) })?;
        Ok(names)
    }
}

/// Adds the texts of one value to `names`. `path` is the way to them; `None` for an item of an array, which is a text or nothing.
struct Gather<'a, 'de> {
    names: &'a mut Names<'de>,
    path: Option<&'a [String]>,
}

impl<'de> Gather<'_, 'de> {
    fn add(self, text: Cow<'de, str>) {
        if self.path.is_none_or(<[_]>::is_empty) {
            self.names.texts.push(text);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Gather<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Gather<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.add(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.add(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if !matches!(self.path, Some([])) {
            return IgnoredAny.visit_seq(items).map(drop);
        }
        self.names.array = true;
        while items.next_element_seed(Gather { names: &mut *self.names, path: None })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Some([next, rest @ ..]) = self.path else {
            return IgnoredAny.visit_map(members).map(drop);
        };
        let mut found = false;
        while let Some(Text(key)) = members.next_key()? {
            if key != *next {
                members.next_value::<IgnoredAny>()?;
            } else if found {
                return Err(A::Error::custom("duplicate claim"));
            } else {
                members.next_value_seed(Gather { names: &mut *self.names, path: Some(rest) })?;
                found = true;
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &[&str], json: &str) -> Option<Vec<String>> {
        let path: Vec<String> = path.iter().map(ToString::to_string).collect();
        let json = json.to_owned();
        let mut reader = serde_json::Deserializer::from_str(&json);
        let names = Names::at(&path).deserialize(&mut reader).ok()?;
        Some(names.iter().map(str::to_owned).collect())
    }

    #[test]
    fn arrays_texts_and_nothing_else() {
        for (json, expected) in [
            (r#"["a b", "c\u0064", 7, null, ["e"], {"f": "g"}]"#, &["a b", "cd"][..]),
            (r#""a b""#, &["a", "b"]),
            ("[]", &[]),
            ("null", &[]),
            ("true", &[]),
            ("-1", &[]),
            ("1.5", &[]),
            (r#"{"roles": ["a"]}"#, &[]),
        ] {
            assert_eq!(names(&[], json).expect("names"), expected, "{json}");
        }
    }

    #[test]
    fn a_path_leads_to_one_place() {
        let json = r#"{"x": ["no"], "roles": {"api": ["a"], "web": ["b"]}}"#;
        assert_eq!(names(&["roles", "api"], json).expect("names"), ["a"]);
        assert_eq!(names(&["roles"], json).expect("names"), [""; 0]);
        assert_eq!(names(&["roles", "api", "more"], json).expect("names"), [""; 0]);
        assert_eq!(names(&["roles"], r#"["a"]"#).expect("names"), [""; 0]);
        assert_eq!(names(&["roles"], r#""a""#).expect("names"), [""; 0]);
        assert_eq!(names(&["r"], r#"{"r": ["a"], "r": ["admin"]}"#), None, "two parsers would differ");
    }
}
