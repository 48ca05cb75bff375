//! `InputKeys`: the values of input fields that limits are keyed by.

use std::fmt::{self, Write};
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};
use smallvec::SmallVec;

use super::key::HashKey;
use super::limiter::Limiter;

/// A value of an input field that a limit can be keyed by: anything with a `Display`, such as text, numbers and the types
/// of [`input`](crate::input). A `Secret` has none, so it cannot become a key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a rate limit",
    label = "not a rate limit key",
    note = "`rate_limit(.., by = \"input.<field>\")` takes a field that implements `Display`, such as `String`, `Email` or a number; an `Option` or a `Secret` does not"
)]
pub trait LimitKeyValue: fmt::Display {}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display + ?Sized> LimitKeyValue for T {}

/// The values of input fields that limits are keyed by, hashed as they come so that none of them is kept.
///
/// Spelling does not make a new bucket: white space around the value and the case of its letters are ignored.
#[derive(Debug)]
pub struct InputKeys<'a> {
    limiter: &'a Limiter,
    found: SmallVec<[u128; 2]>,
}

impl<'a> InputKeys<'a> {
    pub(crate) fn new(limiter: &'a Limiter) -> Self {
        Self { limiter, found: SmallVec::new() }
    }

    /// Adds the value for the next limit that is keyed by an input field, in the order of the limits.
    pub fn push<T: LimitKeyValue + ?Sized>(&mut self, value: &T) {
        self.found.push(hash(self.limiter.input_key(), value));
    }

    pub(super) fn get(&self, nth: usize) -> Option<u128> {
        self.found.get(nth).copied()
    }
}

fn hash(key: HashKey, value: &(impl fmt::Display + ?Sized)) -> u128 {
    let mut normalized = Normalized { hasher: key.hasher(), before_space: None, started: false };
    // A `Display` that fails has written what it has written; the same value fails at the same place.
    let _ = write!(normalized, "{value}");
    normalized.finish()
}

/// Hashes what is written into it, trimmed and in lower case.
struct Normalized {
    hasher: SipHasher13,
    /// The hash before the white space that came last: where to go back to if nothing follows it.
    before_space: Option<SipHasher13>,
    started: bool,
}

impl Normalized {
    fn push(&mut self, c: char) {
        if c.is_whitespace() {
            if !self.started {
                return;
            }
            if self.before_space.is_none() {
                self.before_space = Some(self.hasher);
            }
            self.hash(c);
        } else {
            self.started = true;
            self.before_space = None;
            for lower in c.to_lowercase() {
                // The small sigma has two forms, of which the capital letter does not know.
                self.hash(if lower == 'ς' { 'σ' } else { lower });
            }
        }
    }

    fn hash(&mut self, c: char) {
        self.hasher.write(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn finish(self) -> u128 {
        self.before_space.unwrap_or(self.hasher).finish128().as_u128()
    }
}

impl Write for Normalized {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().for_each(|c| self.push(c));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> HashKey {
        HashKey::random().unwrap()
    }

    #[test]
    fn trap_05_a_new_spelling_is_not_a_new_bucket() {
        let key = key();
        let one = hash(key, "a.b@example.com");
        for spelling in ["A.B@Example.COM", " a.b@example.com", "a.b@example.com \t\u{a0}", "\u{2003}A.b@EXAMPLE.com\n"] {
            assert_eq!(hash(key, spelling), one, "{spelling:?}");
        }
        for other in ["ab@example.com", "a. b@example.com", "a.b@example.co", "", "a.b@example.comm"] {
            assert_ne!(hash(key, other), one, "{other:?}");
        }
        assert_eq!(hash(key, "ΟΔΟΣ"), hash(key, "οδος"));
        assert_eq!(hash(key, "ÄÖÜ"), hash(key, "äöü"));
    }

    #[test]
    fn a_value_is_hashed_as_it_prints_however_it_is_written() {
        let key = key();
        assert_eq!(hash(key, &4711), hash(key, "4711"));
        assert_eq!(hash(key, &format_args!("{}{}{}", " a", " ", "B ")), hash(key, "a b"));
    }

    #[test]
    fn another_secret_is_another_hash() {
        assert_ne!(hash(key(), "a"), hash(key(), "a"));
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(text in "\\PC*|[ a-zA-Z\u{a0}\t]{0,12}") {
            let key = key();
            let expected = text.trim().to_lowercase().replace('ς', "σ");
            let mut hasher = key.hasher();
            hasher.write(expected.as_bytes());
            prop_assert_eq!(hash(key, &text), hasher.finish128().as_u128());
        }
    }
}
