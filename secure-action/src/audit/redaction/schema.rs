//! A JSON Schema, reduced to where its secrets are.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// The places of a schema and how they hang together, as a graph: recursive types are cycles in it.
#[derive(Debug, Default)]
pub(super) struct Schema(Vec<Place>);

/// One subschema.
#[derive(Debug, Default)]
struct Place {
    /// The value itself is secret.
    secret: bool,
    /// The value is secret, or something in it is.
    holds: bool,
    /// Subschemas for the same value: references and alternatives.
    same: Vec<usize>,
    /// Subschemas for members by name.
    members: HashMap<Box<str>, usize>,
    /// Subschemas for members whose names the schema does not list.
    other_members: Vec<usize>,
    /// Subschemas for the first items.
    first_items: Vec<usize>,
    /// Subschemas for items.
    items: Vec<usize>,
}

/// The places that say something about one value.
pub(super) type Places = Vec<usize>;

/// What a value looks like from outside.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// `null`, `true` or `false`.
    Empty,
    /// A number or a text.
    Scalar,
    Array,
    Object,
}

impl Schema {
    /// Knows nothing, hides nothing.
    pub(super) const UNKNOWN: Self = Self(Vec::new());

    pub(super) fn compile(root: &Value) -> Self {
        let mut compiler = Compiler { root, places: Vec::new(), known: HashMap::new() };
        compiler.place(root);
        let mut places = compiler.places;
        find_holders(&mut places);
        // Most inputs have no secret; their values need no places then.
        if places.first().is_some_and(|root| root.holds) { Self(places) } else { Self::UNKNOWN }
    }

    /// Every name of a member that the schema `root` lists.
    pub(super) fn each_name<'s>(root: &'s Value, visit: &mut impl FnMut(&'s str)) {
        match root {
            Value::Object(keywords) => {
                if let Some(Value::Object(members)) = keywords.get("properties") {
                    members.keys().for_each(|name| visit(name));
                }
                keywords.values().for_each(|inner| Self::each_name(inner, visit));
            }
            Value::Array(items) => items.iter().for_each(|inner| Self::each_name(inner, visit)),
            _ => {}
        }
    }

    pub(super) fn root(&self) -> Places {
        if self.0.is_empty() { Places::new() } else { vec![0] }
    }

    /// Adds what the references and alternatives of `places` say about the same value.
    pub(super) fn expand(&self, places: &mut Places) {
        let mut next = 0;
        while let Some(&place) = places.get(next) {
            for &other in self.place(place).map_or(&[][..], |place| &place.same) {
                if !places.contains(&other) {
                    places.push(other);
                }
            }
            next += 1;
        }
    }

    /// Whether `value` must not be seen: one of its places says so, or it has not the shape in which the schema would tell its
    /// secrets from the rest.
    pub(super) fn is_secret(&self, places: &Places, shape: Shape) -> bool {
        if self.each(places).any(|place| place.secret) {
            return true;
        }
        let holds = self.each(places).any(|place| place.holds);
        match shape {
            Shape::Empty => false,
            // A struct may also be read from a text or a number by its own `Deserialize`.
            Shape::Scalar => holds,
            // serde reads a struct from an array of its fields, which no schema describes.
            Shape::Array => holds && !self.each(places).any(|place| !place.items.is_empty() || !place.first_items.is_empty()),
            Shape::Object => {
                holds && !self.each(places).any(|place| !place.members.is_empty() || !place.other_members.is_empty())
            }
        }
    }

    /// The places of the item at `index` of an array at `places`.
    pub(super) fn item(&self, places: &Places, index: usize) -> Places {
        let mut found = Places::new();
        let mut described = false;
        for place in self.each(places) {
            let item = place.first_items.get(index).map_or(&place.items[..], std::slice::from_ref);
            described |= !item.is_empty();
            found.extend_from_slice(item);
        }
        self.unless_described(places, found, described)
    }

    /// The places of the member `key` of an object at `places`.
    pub(super) fn member(&self, places: &Places, key: &str) -> Places {
        let mut found = Places::new();
        let mut described = false;
        for place in self.each(places) {
            let member = place.members.get(key).map_or(&place.other_members[..], std::slice::from_ref);
            described |= !member.is_empty();
            found.extend_from_slice(member);
        }
        self.unless_described(places, found, described)
    }

    /// What the schema does not know, next to a secret that it knows, may be that secret under another name: serde's aliases
    /// do not show in a schema. It stands where its parent stands, as a value of the wrong shape, which hides it.
    fn unless_described(&self, parents: &Places, found: Places, described: bool) -> Places {
        if described || !self.each(parents).any(|place| place.holds) { found } else { vec![HIDDEN] }
    }

    fn each<'a>(&'a self, places: &'a Places) -> impl Iterator<Item = &'a Place> {
        places.iter().filter_map(|&place| self.place(place))
    }

    fn place(&self, place: usize) -> Option<&Place> {
        self.0.get(place)
    }
}

/// The place of what the schema does not describe.
const HIDDEN: usize = 1;

struct Compiler<'s> {
    root: &'s Value,
    places: Vec<Place>,
    /// Subschemas that have a place already, by their address in the document.
    known: HashMap<*const Value, usize>,
}

impl<'s> Compiler<'s> {
    /// The place of `schema`.
    fn place(&mut self, schema: &'s Value) -> usize {
        if let Some(&place) = self.known.get(&std::ptr::from_ref(schema)) {
            return place;
        }
        let place = self.places.len();
        self.known.insert(schema, place);
        self.places.push(Place::default());
        if place == 0 {
            self.places.push(Place { secret: true, ..Place::default() });
        }
        if let Value::Object(keywords) = schema {
            let compiled = self.compile(keywords);
            if let Some(slot) = self.places.get_mut(place) {
                *slot = compiled;
            }
        }
        place
    }

    fn compile(&mut self, keywords: &'s Map<String, Value>) -> Place {
        let mut place = Place { secret: says_secret(keywords), ..Place::default() };
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$ref" | "$dynamicRef" | "$recursiveRef" => match self.resolve(value) {
                    Some(schema) => place.same.push(self.place(schema)),
                    // What cannot be looked up may be anything.
                    None => place.secret = true,
                },
                "allOf" | "anyOf" | "oneOf" => place.same.extend(self.list(value)),
                "if" | "then" | "else" => place.same.push(self.place(value)),
                "dependentSchemas" => place.same.extend(self.map(value).into_iter().map(|(_, place)| place)),
                "properties" => place.members.extend(self.map(value)),
                "patternProperties" => place.other_members.extend(self.map(value).into_iter().map(|(_, place)| place)),
                "additionalProperties" | "unevaluatedProperties" if value.is_object() => {
                    place.other_members.push(self.place(value));
                }
                "prefixItems" => place.first_items.extend(self.list(value)),
                "items" if value.is_array() => place.first_items.extend(self.list(value)),
                "items" | "additionalItems" | "unevaluatedItems" | "contains" if value.is_object() => {
                    place.items.push(self.place(value));
                }
                _ => {}
            }
        }
        place
    }

    fn list(&mut self, schemas: &'s Value) -> Vec<usize> {
        schemas.as_array().into_iter().flatten().map(|schema| self.place(schema)).collect()
    }

    fn map(&mut self, schemas: &'s Value) -> Vec<(Box<str>, usize)> {
        schemas.as_object().into_iter().flatten().map(|(name, schema)| (name.as_str().into(), self.place(schema))).collect()
    }

    /// A reference within the document: `#`, `#/$defs/Name`, `#/components/schemas/Name`.
    fn resolve(&self, reference: &Value) -> Option<&'s Value> {
        let fragment = reference.as_str()?.strip_prefix('#')?;
        // A percent-encoded pointer resolves to nothing, and so hides: names of Rust types need no encoding.
        self.root.pointer(fragment)
    }
}

fn says_secret(keywords: &Map<String, Value>) -> bool {
    let flag = |name: &str| keywords.get(name).is_some_and(|value| *value == Value::Bool(true));
    flag("x-secret") || flag("writeOnly") || keywords.get("format").is_some_and(|format| format == "password")
}

/// Spreads `holds` from the secrets to everything they can be reached from.
fn find_holders(places: &mut [Place]) {
    let mut holds: Vec<bool> = places.iter().map(|place| place.secret).collect();
    loop {
        let mut changed = false;
        for (index, place) in places.iter().enumerate() {
            let mut reachable = (place.same.iter())
                .chain(place.members.values())
                .chain(&place.other_members)
                .chain(&place.first_items)
                .chain(&place.items);
            let found = reachable.any(|&other| holds.get(other).copied().unwrap_or(true));
            if let Some(known) = holds.get_mut(index).filter(|known| found && !**known) {
                *known = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for (place, holds) in places.iter_mut().zip(holds) {
        place.holds = holds;
    }
}
