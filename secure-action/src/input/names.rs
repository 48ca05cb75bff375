//! Where a validator's path leads in what the client sent: a client knows `firstName`, not `first_name`.

use garde::error::{Kind, Path};
use serde_json::Value;

use super::location::{Location, Segment};
use super::schema::{Parts, variant};

/// The place of a field that the validator names by its Rust path, in the names of the `value` that the client sent.
///
/// `#[serde(rename_all = "...")]` only changes letters' case and the marks between words, so the field is found by its
/// letters and digits. A field that `#[serde(rename = "...")]` gives another word is
/// found nowhere, and keeps its Rust name: garde and the schema have nothing in common by which to find it. A key of a map
/// is the client's own text, and shown like one.
pub(super) fn location(root: &Value, value: &Value, path: &Path) -> Location {
    let mut place = Place { root, schema: root, value, at: Location::default() };
    // From the value outwards; `Path` has no other way to its parts.
    for (kind, component) in path.__iter().rev() {
        match kind {
            Kind::Key => place.enter_field(component),
            Kind::Index => place.enter_item(component),
            Kind::None => {}
        }
    }
    place.at
}

struct Place<'p> {
    root: &'p Value,
    schema: &'p Value,
    value: &'p Value,
    at: Location,
}

impl<'p> Place<'p> {
    fn enter_field(&mut self, name: &str) {
        let parts = self.parts(self.schema, self.value);
        if let Some(known) = known_as(&parts, name) {
            return self.enter(known, &parts);
        }
        // The validator does not mention variants; the client wrote `{"circle": {"radius": 1}}`.
        for (variant, content) in parts.all().filter_map(variant) {
            let Some(inner) = self.value.get(variant) else { continue };
            let parts = self.parts(content, inner);
            if let Some(known) = known_as(&parts, name) {
                self.at.enter(Segment::key(variant));
                self.value = inner;
                return self.enter(known, &parts);
            }
        }
        self.enter(name, &parts);
    }

    fn enter(&mut self, name: &str, parts: &Parts<'p>) {
        self.at.enter(Segment::key(name));
        self.value = self.value.get(name).unwrap_or(&Value::Null);
        self.schema = parts.member(name).or_else(|| parts.rest()).unwrap_or(&Value::Null);
    }

    fn enter_item(&mut self, index: &str) {
        // The only field of a newtype has a number in Rust, and no place of its own in JSON.
        let (Some(items), Ok(index)) = (self.value.as_array(), index.parse::<usize>()) else {
            return;
        };
        let parts = self.parts(self.schema, self.value);
        let item = parts.all().find_map(|part| part["prefixItems"].get(index).or_else(|| part.get("items")));
        self.at.enter(Segment::Index(index));
        self.schema = item.unwrap_or(&Value::Null);
        self.value = items.get(index).unwrap_or(&Value::Null);
    }

    fn parts(&self, schema: &'p Value, value: &Value) -> Parts<'p> {
        Parts::of(self.root, schema, value, false)
    }
}

/// The name that clients know a field by.
fn known_as<'s>(parts: &Parts<'s>, name: &str) -> Option<&'s str> {
    let names = || parts.all().filter_map(|part| part["properties"].as_object()).flat_map(|members| members.keys());
    let same_letters = |known: &&String| letters(known).eq(letters(name));
    names().find(|known| *known == name).or_else(|| names().find(same_letters)).map(String::as_str)
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}
