//! `UserAgent`: the name that the client gave itself, as a small copy.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use super::redaction::shown;

/// The `User-Agent` of a request, as sent; at most 256 bytes of it, and a few more where it was longer.
///
/// A copy, because a slice would hold the whole head of the request in memory for as long as its event waits to be written.
/// Most are kept in place: memory that one thread allocates and another one frees is expensive.
#[derive(Clone)]
pub struct UserAgent(Kept);

#[derive(Clone)]
enum Kept {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

/// What the usual browsers send.
const SHORT: usize = 126;

impl UserAgent {
    /// The first `longest` bytes.
    pub(crate) fn copied(bytes: &[u8], longest: usize) -> Self {
        let bytes = bytes.get(..longest).unwrap_or(bytes);
        let mut short = [0; SHORT];
        Self(match (short.get_mut(..bytes.len()), u8::try_from(bytes.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(bytes);
                Kept::Short { length, bytes: short }
            }
            _ => Kept::Long(bytes.into()),
        })
    }

    /// Its bytes. Chosen by the client, and not always UTF-8.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Kept::Long(bytes) => bytes,
        }
    }
}

impl UserAgent {
    /// The text without the secrets in it, where there are some.
    pub(super) fn shown(&self) -> Option<String> {
        let bytes = self.as_bytes();
        HARMLESS.with_borrow_mut(|harmless| {
            let place = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % KNOWN;
            let known = harmless.get_mut(place)?;
            if known.as_ref().is_some_and(|known| known.as_bytes() == bytes) {
                return None;
            }
            let text = String::from_utf8_lossy(bytes);
            match shown(&text) {
                Cow::Borrowed(same) if same == text => {
                    *known = Some(self.clone());
                    None
                }
                other => Some(other.into_owned()),
            }
        })
    }
}

/// How many user agents a thread remembers.
const KNOWN: usize = 64;

thread_local! {
    /// Those in which nothing was found of late: the same few browsers come again and again, and a search costs more than the rest of
    /// the event.
    static HARMLESS: RefCell<[Option<UserAgent>; KNOWN]> = const { RefCell::new([const { None }; KNOWN]) };
}

impl fmt::Debug for UserAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.as_bytes().escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_hides_no_secret_that_shares_its_place() {
        let harmless = UserAgent::copied(b"agent ELPMAXE7NNDOFSOIAIKA", 256);
        let secret = UserAgent::copied(b"agent AKIAIOSFODNN7EXAMPLE", 256);
        for _ in 0..2 {
            assert_eq!(harmless.shown(), None);
            assert_eq!(secret.shown().as_deref(), Some("[REDACTED]"));
        }
    }

    #[test]
    fn short_and_long_ones_are_what_they_were() {
        for length in [0, 1, 100, SHORT, SHORT + 1, 200, 255, 256] {
            let sent = vec![b'a'; length];
            assert_eq!(UserAgent::copied(&sent, 256).as_bytes(), sent);
        }
        assert_eq!(UserAgent::copied(&[b'a'; 1000], 256).as_bytes().len(), 256);
        assert_eq!(format!("{:?}", UserAgent::copied(b"curl\n", 256)), "\"curl\\n\"");
    }
}
