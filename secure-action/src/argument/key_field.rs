//! `KeyField`: the field of the input that a target is found by.

use std::marker::PhantomData;

use crate::audit::Resource;

/// A field of the input where a key is expected: one of another type does not compile.
#[derive(Debug)]
pub struct ExpectedKey<'f, K> {
    /// What is expected.
    pub expected: PhantomData<K>,
    /// What is there.
    pub field: &'f K,
}

/// A key that was a field of the input, and how the audit trail writes it.
///
/// It is of the key's own type, so that what was validated is what is loaded: it never becomes text on its way, to be read
/// again as something else.
#[derive(Debug)]
pub struct KeyField<K> {
    key: K,
    text: String,
}

impl<K> KeyField<K> {
    /// The key that is this field, and the same as text.
    #[must_use]
    pub fn new(key: K, text: String) -> Self {
        Self { key, text }
    }

    /// The key, and what it is the key of as the audit trail says it.
    pub(super) fn into_key(self, kind: &'static str) -> (K, Resource) {
        (self.key, Resource::new(kind, self.text))
    }
}
