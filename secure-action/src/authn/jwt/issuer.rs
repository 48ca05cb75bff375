//! `Issuer`: whose tokens are accepted, and a quick look for its name.

use memchr::memmem::Finder;

/// The one issuer whose tokens are accepted.
pub(super) struct Issuer(Finder<'static>);

impl Issuer {
    pub(super) fn new(name: &str) -> Self {
        Self(Finder::new(name).into_owned())
    }

    pub(super) fn name(&self) -> &str {
        // It was made from a text.
        str::from_utf8(self.0.needle()).unwrap_or_default()
    }

    /// Whether the name stands in `payload`, as it does in the tokens of nearly every issuer: JSON may spell it otherwise.
    pub(super) fn is_in(&self, payload: &[u8]) -> bool {
        self.0.find(payload).is_some()
    }
}
