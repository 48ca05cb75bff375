//! `Fault`: why a value could not be read, without the value.
//!
//! Serde's own errors quote what they reject: `invalid type: string "hunter2", expected u8`. A [`Fault`] keeps what was
//! expected and where, and drops the rest where it arises, so that no later stage has a text to clean.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::location::{Location, Segment};

/// Why a value could not be read. One word wide, so that the successful path does not pay for it.
#[derive(Debug)]
pub(super) struct Fault(Box<Details>);

#[derive(Debug)]
struct Details {
    problem: Problem,
    /// From the value outwards.
    path: Vec<Segment>,
}

#[derive(Debug)]
pub(super) enum Problem {
    /// The reader itself gave up: the text is not JSON, or not what it reads this type from.
    Malformed,
    /// A field of the path, which does not exist in the type.
    Unknown,
    /// A field of the path stands twice.
    Duplicate,
    /// A field of the path is missing.
    Missing,
    /// The value is not what the type expects, in the type's words.
    Unexpected(String),
    /// Not one of these names.
    NotOneOf(&'static [&'static str]),
    /// A text with the character U+0000, which no text needs and which databases and C libraries take for its end.
    Null,
    /// The type said no in words that may quote the value.
    Refused,
}

impl Fault {
    pub(super) fn new(problem: Problem) -> Self {
        Self(Box::new(Details { problem, path: Vec::new() }))
    }

    /// The fault, seen from the object that holds the value under `key`.
    pub(super) fn in_field(mut self, key: &str) -> Self {
        self.0.path.push(Segment::key(key));
        self
    }

    /// The fault, seen from the array that holds the value at `index`.
    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// Whether the path already ends in the name of the field.
    pub(super) fn names_its_field(&self) -> bool {
        matches!(self.0.problem, Problem::Unknown | Problem::Duplicate | Problem::Missing)
    }

    /// Where the value stands.
    pub(super) fn location(&self) -> Location {
        self.0.path.iter().rev().cloned().collect()
    }

    /// What the client is told.
    pub(super) fn message(&self) -> Cow<'static, str> {
        match &self.0.problem {
            Problem::Unknown => Cow::Borrowed(UNKNOWN),
            Problem::Duplicate => Cow::Borrowed(DUPLICATE),
            Problem::Missing => Cow::Borrowed(MISSING),
            Problem::Null => Cow::Borrowed(NULL),
            Problem::Unexpected(words) => expectation(words),
            Problem::NotOneOf(names) => one_of(names.iter().copied()),
            // Of a text that is JSON after all, such as a number where the reader wants an enum.
            Problem::Malformed | Problem::Refused => Cow::Borrowed(NOT_ACCEPTABLE),
        }
    }
}

pub(super) const UNKNOWN: &str = "unknown field";
pub(super) const DUPLICATE: &str = "given more than once";
pub(super) const MISSING: &str = "required";
pub(super) const NULL: &str = "contains a null character";
pub(crate) const NOT_ACCEPTABLE: &str = "not an acceptable value";
pub(super) const NOT_AN_EMAIL: &str = "not a valid e-mail address";
pub(super) const NOT_A_WEB_ADDRESS: &str = "not a valid web address";

/// "expected one of `a`, `b`".
pub(super) fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> Cow<'static, str> {
    let mut text = String::new();
    for name in names {
        text.push_str(if text.is_empty() { "expected one of `" } else { ", `" });
        text.push_str(name);
        text.push('`');
    }
    if text.is_empty() { Cow::Borrowed(NOT_ACCEPTABLE) } else { Cow::Owned(text) }
}

/// What a type expects, in words for people who do not know the type: Rust's names say nothing to them.
fn expectation(words: &str) -> Cow<'static, str> {
    Cow::Borrowed(match words {
        "u8" => "expected an integer between 0 and 255",
        "u16" => "expected an integer between 0 and 65535",
        "u32" => "expected an integer between 0 and 4294967295",
        "u64" | "u128" | "usize" => "expected a non-negative integer",
        "i8" => "expected an integer between -128 and 127",
        "i16" => "expected an integer between -32768 and 32767",
        "i32" => "expected an integer between -2147483648 and 2147483647",
        "i64" | "i128" | "isize" => "expected an integer",
        "f32" | "f64" => "expected a number",
        "unit" => "expected null",
        "string or map" | "variant identifier" => NOT_ACCEPTABLE,
        "a borrowed string" => "expected a string",
        "a map" => "expected an object",
        "a sequence" => "expected an array",
        "a nonzero u8" | "a nonzero u16" | "a nonzero u32" | "a nonzero u64" | "a nonzero usize" => {
            "expected a positive integer"
        }
        _ => match words.split(' ').next() {
            Some("struct" | "map" | "internally" | "adjacently") => "expected an object",
            Some("tuple" | "sequence") => "expected an array",
            Some("enum" | "unit" | "newtype" | "variant" | "untagged") => NOT_ACCEPTABLE,
            _ if words.starts_with("a tuple of") => "expected an array",
            // A refined type: the client knows that a text was expected.
            _ if words.starts_with("a valid ") => return Cow::Owned(format!("not {words}")),
            _ => return Cow::Owned(format!("expected {words}")),
        },
    })
}

impl de::Error for Fault {
    /// The words are dropped: whoever wrote them may have put the value in.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(Problem::Refused)
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Problem::Unexpected(expected.to_string()))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Problem::Unexpected(expected.to_string()))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(Problem::Unexpected(expected.to_string()))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Problem::NotOneOf(expected))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new(Problem::Unknown).in_field(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Problem::Missing).in_field(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Problem::Duplicate).in_field(field)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Fault {}
