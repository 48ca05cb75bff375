//! `KeyField`: the field of the input that a target is found by.

use std::fmt;
use std::marker::PhantomData;

use crate::audit::Resource;

/// A field of the input that a target can be found by, as it is in the input: the type of the target's key.
#[diagnostic::on_unimplemented(
    message = "a target cannot be found by a field of type `{Self}`",
    label = "not a key in the input",
    note = "`target = \"input.<field>\"` takes a field whose type is the target's `Key`, and implements `Clone` and `Display`"
)]
pub trait KeyFieldValue: Clone + fmt::Display + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + fmt::Display + Send + 'static> KeyFieldValue for T {}

/// A field of the input where a key is expected: a field of another type does not compile, and is named alone.
#[derive(Debug)]
pub struct ExpectedKey<'f, K> {
    /// What is expected.
    pub key: PhantomData<K>,
    /// What is there.
    pub field: &'f K,
}

/// A key that was a field of the input, and how the audit trail writes it.
///
/// Generated code makes one of the key's own type, so that what was validated is what is loaded: it never becomes text on its
/// way, to be read again as something else.
#[derive(Debug)]
pub struct KeyField<K> {
    key: K,
    text: String,
}

impl<K: KeyFieldValue> KeyField<K> {
    /// The key that is this field.
    #[must_use]
    pub fn of(ExpectedKey { field, .. }: ExpectedKey<'_, K>) -> Self {
        Self { key: field.clone(), text: field.to_string() }
    }
}

impl<K> KeyField<K> {
    /// The key, and what it is the key of as the audit trail says it.
    pub(super) fn into_key(self, kind: &'static str) -> (K, Resource) {
        (self.key, Resource::new(kind, self.text))
    }
}
