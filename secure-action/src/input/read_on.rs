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

/// How much is read again, in bytes: a bad request must not cost much more than a good one of the largest usual size.
const READ_AGAIN: usize = 64 * 1024;

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
    for _ in 0..(READ_AGAIN / length.max(1)).clamp(8, MOST) {
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

impl<'k> Left<'k> {
    fn of(sent: &Value, known: &'k Known) -> Self {
        let mut left = Self { value: Value::Null, known, items: BTreeMap::new() };
        left.value = left.value(sent, &mut Location::default());
        left
    }

    fn value(&mut self, sent: &Value, at: &mut Location) -> Value {
        match sent {
            Value::Object(members) => {
                let mut left = serde_json::Map::new();
                for (name, member) in members {
                    at.enter(Segment::key(name));
                    if !self.known.contains(&path_of(at)) {
                        left.insert(name.clone(), self.value(member, at));
                    }
                    at.leave();
                }
                left.into()
            }
            Value::Array(items) => {
                let (mut left, mut indices) = (Vec::new(), Vec::new());
                for (index, item) in items.iter().enumerate() {
                    at.enter(Segment::Index(index));
                    if !self.known.contains(&path_of(at)) {
                        left.push(self.value(item, at));
                        indices.push(index);
                    }
                    at.leave();
                }
                self.items.insert(path_of(at), indices);
                left.into()
            }
            other => other.clone(),
        }
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
