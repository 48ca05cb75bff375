//! `Shown`: a field of an answer that may be left out.

/// A field of an answer, or nothing where the viewer may not see it. Generated code leaves an empty one out.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Shown<'v, T>(Option<&'v T>);

impl<'v, T> Shown<'v, T> {
    /// The value, if `shown`.
    pub fn new(shown: bool, value: &'v T) -> Self {
        Self(shown.then_some(value))
    }

    /// The value, if it is shown.
    #[must_use]
    pub const fn get(&self) -> Option<&'v T> {
        self.0
    }

    /// Whether it is to be left out.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> std::fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_hidden() { "Hidden" } else { "Shown" })
    }
}
