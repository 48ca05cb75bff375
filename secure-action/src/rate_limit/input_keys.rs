//! `InputKeys`: the values of input fields that limits are keyed by, hashed as they come so that none of them is kept.

use std::fmt::{self, Display, Write};
use std::hash::Hasher;

use siphasher::sip128::SipHasher13;
use smallvec::SmallVec;

use super::Limiter;
use super::limiter::finish;

/// The values of input fields that limits are keyed by.
///
/// Only hashes are held. Upper and lower case are one key, and so are values that differ in white space around them.
pub struct InputKeys<'l> {
    limiter: &'l Limiter,
    hashes: SmallVec<[u128; 2]>,
}

/// A value that a rate limit can be keyed by: anything that is displayed. A [`Secret`](crate::Secret) is not.
#[diagnostic::on_unimplemented(
    message = "a rate limit cannot be keyed by `{Self}`",
    label = "not a key",
    note = "key it by a field that implements `Display`, such as a string or a number"
)]
pub trait InputKey: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> InputKey for T {}

impl<'l> InputKeys<'l> {
    pub(crate) fn new(limiter: &'l Limiter) -> Self {
        Self { limiter, hashes: SmallVec::new() }
    }

    /// Adds the value of the next limit that is keyed by an input field.
    pub fn push<K: InputKey + ?Sized>(&mut self, value: &K) {
        let mut normalised = Normalised { hasher: self.limiter.hasher(), pending: 0, begun: false };
        // A `Display` that fails has said what it could; what it said is the key.
        let _ = write!(normalised, "{value}");
        self.hashes.push(finish(&normalised.hasher));
    }

    pub(crate) fn hashes(&self) -> &[u128] {
        &self.hashes
    }
}

impl fmt::Debug for InputKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InputKeys({})", self.hashes.len())
    }
}

/// Hashes text without the white space around it, in lower case.
struct Normalised {
    hasher: SipHasher13,
    /// White space that was seen and may turn out to be at the end.
    pending: u32,
    begun: bool,
}

impl Write for Normalised {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if character.is_whitespace() {
                self.pending += u32::from(self.begun);
                continue;
            }
            for _ in 0..std::mem::take(&mut self.pending) {
                self.hasher.write_u32(u32::from(' '));
            }
            self.begun = true;
            for lower in character.to_lowercase() {
                self.hasher.write_u32(u32::from(lower));
            }
        }
        Ok(())
    }
}
