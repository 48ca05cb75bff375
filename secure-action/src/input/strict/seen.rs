//! The keys of one object that have been read so far.

use std::borrow::Cow;
use std::collections::HashSet;

/// The keys of one object that have been read so far.
///
/// The fields of a struct are bits, so that the usual input costs no allocation; other keys are compared one by one while
/// they are few, and hashed with the standard library's keyed hash beyond that: ten thousand keys must not cost their square.
pub(super) struct Seen<'de> {
    fields: &'static [&'static str],
    bits: u64,
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

/// How many keys are compared one by one.
const FEW: usize = 16;

impl<'de> Seen<'de> {
    pub(super) fn new(fields: &'static [&'static str]) -> Self {
        Self { fields, bits: 0, few: Vec::new(), many: HashSet::new() }
    }

    /// Takes note of `key`; `false` if it was there before.
    pub(super) fn insert(&mut self, key: &Cow<'de, str>) -> bool {
        let position = self.fields.iter().position(|field| field == key).and_then(|index| u32::try_from(index).ok());
        if let Some(bit) = position.and_then(|index| 1_u64.checked_shl(index)) {
            let new = self.bits & bit == 0;
            self.bits |= bit;
            return new;
        }
        if !self.many.is_empty() {
            return self.many.insert(key.clone());
        }
        if self.few.contains(key) {
            return false;
        }
        self.few.push(key.clone());
        if self.few.len() > FEW {
            self.many.extend(self.few.drain(..));
        }
        true
    }
}
