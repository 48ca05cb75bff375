//! `UserAgent`: the name that the client gave itself, as a small copy.

use std::borrow::Cow;
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
        let text = String::from_utf8_lossy(self.as_bytes());
        match shown(&text) {
            Cow::Borrowed(same) if same == text => None,
            other => Some(other.into_owned()),
        }
    }
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
    fn short_and_long_ones_are_what_they_were() {
        for length in [0, 1, 100, SHORT, SHORT + 1, 200, 255, 256] {
            let sent = vec![b'a'; length];
            assert_eq!(UserAgent::copied(&sent, 256).as_bytes(), sent);
        }
        assert_eq!(UserAgent::copied(&[b'a'; 1000], 256).as_bytes().len(), 256);
        assert_eq!(format!("{:?}", UserAgent::copied(b"curl\n", 256)), "\"curl\\n\"");
    }
}
