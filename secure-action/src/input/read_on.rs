//! The faults that only a type itself can find, beyond the first: what is known to be wrong is left out, and the rest is read again.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::Fault;
use super::location::{Location, Segment, path_of};
use super::pairs::Pairs;
use super::review::MOST;
use super::strict::{Pass, Strict};
use super::text::Pair;
use crate::error::FieldErrors;

/// The paths of what is known to be wrong.
type Known = BTreeSet<String>;

/// How much is read again in all, in bytes: what is larger is read again once.
const READ_AGAIN: usize = 512 * 1024;

/// Reads a JSON text of `length` bytes again, as `T`, until nothing but what follows from `errors` is wrong with it.
pub(super) fn json<T: DeserializeOwned>(sent: &Value, length: usize, errors: &mut FieldErrors) {
    until_read(length, errors, |known| {
        let left = Left::of(sent, known);
        let fault = T::deserialize(Strict::new(&left.value, &Pass::default())).err()?;
        Some((left.original(&fault.location()), fault))
    });
}

/// The same for pairs. Of a name that stands several times, all are left out together.
pub(super) fn pairs<T: DeserializeOwned>(pairs: &[Pair<'_>], length: usize, errors: &mut FieldErrors) {
    until_read(length, errors, |known| {
        let is_known = |name: &str| {
            let path = path_of(&[Segment::key(name)].into_iter().collect());
            known.iter().any(|known| is_within(known, &path))
        };
        let left: Vec<_> = pairs.iter().filter(|(name, _)| !is_known(name)).cloned().collect();
        let fault = T::deserialize(Pairs::new(&left, &false.into())).err()?;
        Some((fault.location(), fault))
    });
}

fn until_read(length: usize, errors: &mut FieldErrors, read: impl Fn(&Known) -> Option<(Location, Fault)>) {
    let mut known: Known = errors.iter().map(|(path, _)| path.to_owned()).collect();
    for _ in 0..(READ_AGAIN / length.max(1)).clamp(1, MOST) {
        if errors.len() >= MOST {
            return;
        }
        let Some((mut at, fault)) = read(&known) else { return };
        // What misses a member that was left out has been read to its end.
        while !at.is_root() && known.contains(&path_of(&at)) {
            at.leave();
        }
        if at.is_root() {
            return;
        }
        let path = path_of(&at);
        if !known.iter().any(|known| is_within(known, &path)) {
            errors.add(path.clone(), fault.message());
        }
        known.insert(path);
    }
}

/// Whether `path` is `outer`, or inside of it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What is left of a value, and which items of its arrays.
struct Left<'k> {
    value: Value,
    known: &'k Known,
    items: BTreeMap<String, Vec<usize>>,
}

/// What is known about the members or items of one value, by name or index.
enum Inside {
    /// It is left out.
    Wrong,
    /// Something in it is.
    Holds,
}

impl<'k> Left<'k> {
    fn of(sent: &Value, known: &'k Known) -> Self {
        let mut left = Self { value: Value::Null, known, items: BTreeMap::new() };
        left.value = left.value(sent, &mut Location::default());
        left
    }

    /// Looks only at what something is known about: the rest, which may be large, is copied as it is.
    fn value(&mut self, sent: &Value, at: &mut Location) -> Value {
        let inside = self.inside(at);
        if inside.is_empty() {
            return sent.clone();
        }
        match sent {
            Value::Object(members) => {
                let mut left = serde_json::Map::new();
                for (name, member) in members {
                    let segment = Segment::key(name);
                    let Segment::Key(shown) = &segment else { continue };
                    match inside.get(&**shown) {
                        None => _ = left.insert(name.clone(), member.clone()),
                        Some(Inside::Wrong) => {}
                        Some(Inside::Holds) => {
                            at.enter(segment);
                            left.insert(name.clone(), self.value(member, at));
                            at.leave();
                        }
                    }
                }
                left.into()
            }
            Value::Array(items) => {
                let inside: BTreeMap<usize, Inside> =
                    inside.into_iter().filter_map(|(index, inside)| Some((index.parse().ok()?, inside))).collect();
                let (mut left, mut indices) = (Vec::new(), Vec::new());
                for (index, item) in items.iter().enumerate() {
                    match inside.get(&index) {
                        None => left.push(item.clone()),
                        Some(Inside::Wrong) => continue,
                        Some(Inside::Holds) => {
                            at.enter(Segment::Index(index));
                            left.push(self.value(item, at));
                            at.leave();
                        }
                    }
                    indices.push(index);
                }
                self.items.insert(path_of(at), indices);
                left.into()
            }
            other => other.clone(),
        }
    }

    /// What is known about the members or items of what is `at` a place.
    fn inside(&self, at: &Location) -> BTreeMap<&'k str, Inside> {
        let outer = if at.is_root() { String::new() } else { path_of(at) };
        let within = self.known.range(outer.clone()..).map_while(|path| path.strip_prefix(&*outer));
        let mut inside = BTreeMap::new();
        for rest in within {
            // `.name`, `[7]`; in the outermost value a bare `name`. Anything else is a name that begins as this one does.
            let rest = match rest.strip_prefix(['.', '[']) {
                Some(rest) => rest,
                None if at.is_root() => rest,
                None => continue,
            };
            let (step, further) = rest.split_at(rest.find(['.', '[', ']']).unwrap_or(rest.len()));
            let is_all = matches!(further, "" | "]");
            let known = inside.entry(step).or_insert(Inside::Holds);
            if is_all {
                *known = Inside::Wrong;
            }
        }
        inside
    }

    /// Where something stands in what was sent that is `at` in what is left.
    fn original(&self, at: &Location) -> Location {
        let mut original = Location::default();
        for segment in at.segments() {
            let segment = match segment {
                Segment::Index(index) => {
                    let kept = self.items.get(&path_of(&original)).and_then(|indices| indices.get(*index));
                    Segment::Index(kept.copied().unwrap_or(*index))
                }
                key => key.clone(),
            };
            original.enter(segment);
        }
        original
    }
}
