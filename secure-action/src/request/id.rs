//! Request ids: unique, short, printable, and cheap to make.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;

/// The id of one request: on its answer, in its problem document, in its audit event and its span.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestId(Id);

/// Our own ids are kept in place: they travel to the thread that writes the audit trail, and memory that one thread allocates
/// and another one frees is expensive.
#[derive(Clone, PartialEq, Eq)]
enum Id {
    Own([u8; OWN]),
    Proxys(HeaderValue),
}

impl RequestId {
    /// The longest id that is accepted from a trusted proxy.
    pub(crate) const LONGEST: usize = 128;

    /// The id that a trusted proxy gave the request, if it is short and plain.
    pub(crate) fn from_proxy(value: &HeaderValue) -> Option<Self> {
        let bytes = value.as_bytes();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        (!bytes.is_empty() && bytes.len() <= Self::LONGEST && bytes.iter().all(plain)).then(|| Self(Id::Proxys(value.clone())))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only visible ASCII is ever put in.
        match &self.0 {
            Id::Own(id) => str::from_utf8(id).unwrap_or_default(),
            Id::Proxys(id) => id.to_str().unwrap_or_default(),
        }
    }

    pub(crate) fn header(&self) -> HeaderValue {
        match &self.0 {
            // Letters, digits and a dash are a header value.
            Id::Own(id) => HeaderValue::from_bytes(id).unwrap_or_else(|_| HeaderValue::from_static("-")),
            Id::Proxys(id) => id.clone(),
        }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({self})")
    }
}

/// Makes ids: a random prefix for the process, and a counter.
///
/// A random number for every request costs ten times as much and says no more: an id must be unique, not secret.
pub(crate) struct RequestIds {
    prefix: [u8; PREFIX],
    next: AtomicU64,
}

const PREFIX: usize = 12;
const COUNTER: usize = 8;
const OWN: usize = PREFIX + 1 + COUNTER;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl RequestIds {
    /// Takes the prefix from the operating system.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        Ok(Self { prefix: digits(getrandom::u64()?), next: AtomicU64::new(0) })
    }

    pub(crate) fn next(&self) -> RequestId {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut id = [b'-'; OWN];
        let counter = digits::<COUNTER>(number);
        for (place, digit) in id.iter_mut().zip(self.prefix.iter().chain(b"-").chain(&counter)) {
            *place = *digit;
        }
        RequestId(Id::Own(id))
    }
}

/// The lowest 5 × N bits, in Crockford's base 32.
fn digits<const N: usize>(mut number: u64) -> [u8; N] {
    let mut text = [b'0'; N];
    for digit in text.iter_mut().rev() {
        *digit = ALPHABET.get((number % 32) as usize).copied().unwrap_or(b'0');
        number /= 32;
    }
    text
}

impl fmt::Debug for RequestIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestIds")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_plain() {
        let ids = RequestIds::new().expect("the operating system has randomness");
        let (first, second) = (ids.next(), ids.next());
        assert_ne!(first, second);
        assert_eq!(first.as_str().len(), OWN);
        assert!(RequestId::from_proxy(&first.header()).is_some());
    }

    #[test]
    fn a_proxy_gives_only_short_plain_ids() {
        for bad in ["", "a b", "a\"b", "<x>", "é", &"x".repeat(129)] {
            let value = HeaderValue::from_bytes(bad.as_bytes()).expect("a header value");
            assert!(RequestId::from_proxy(&value).is_none(), "{bad}");
        }
        assert!(RequestId::from_proxy(&HeaderValue::from_static("7f3a-01")).is_some());
    }
}
