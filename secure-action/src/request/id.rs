//! Request ids: unique, not to be guessed, short, printable, and cheap to make.

use std::fmt;
use std::hash::Hasher;
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;
use siphasher::sip128::{Hasher128, SipHasher24};

/// The id of one request: on its answer, in its problem document, in its audit event and its span.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestId(Id);

/// Our own ids are kept in place: they travel to the thread that writes the audit trail, and memory that one thread allocates
/// and another one frees is expensive.
#[derive(Clone, PartialEq, Eq)]
enum Id {
    Own([u8; OWN]),
    Given(HeaderValue),
}

impl RequestId {
    /// The longest id that is accepted from outside.
    pub(crate) const LONGEST: usize = 128;

    /// The id that somebody else gave the request, if it is short and plain.
    ///
    /// It is copied: a part of the head would keep all of it in memory for as long as the audit event waits.
    pub(crate) fn given(value: &HeaderValue) -> Option<Self> {
        let bytes = value.as_bytes();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        if bytes.is_empty() || bytes.len() > Self::LONGEST || !bytes.iter().all(plain) {
            return None;
        }
        HeaderValue::from_bytes(bytes).ok().map(|copy| Self(Id::Given(copy)))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only visible ASCII is ever put in.
        match &self.0 {
            Id::Own(id) => str::from_utf8(id).unwrap_or_default(),
            Id::Given(id) => id.to_str().unwrap_or_default(),
        }
    }

    pub(crate) fn header(&self) -> HeaderValue {
        match &self.0 {
            // Letters and digits are a header value.
            Id::Own(id) => HeaderValue::from_bytes(id).unwrap_or_else(|_| HeaderValue::from_static("-")),
            Id::Given(id) => id.clone(),
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

/// Makes ids: a counter, behind a keyed function.
///
/// Nobody who has seen some of the ids can tell the next one, or another client's. SipHash-2-4 is such a function (a PRF), and
/// costs a tenth of asking the operating system each time. Of its 128 bits, 100 are kept: after 2^40 requests, two have ever had
/// the same id with a probability of less than one in a million.
pub(crate) struct RequestIds {
    key: SipHasher24,
    next: AtomicU64,
}

const HALF: usize = 10;
const OWN: usize = 2 * HALF;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl RequestIds {
    /// Takes the key from the operating system.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let key = SipHasher24::new_with_keys(getrandom::u64()?, getrandom::u64()?);
        Ok(Self { key, next: AtomicU64::new(0) })
    }

    pub(crate) fn next(&self) -> RequestId {
        let mut hasher = self.key;
        hasher.write_u64(self.next.fetch_add(1, Ordering::Relaxed));
        let (first, second) = hasher.finish128().as_u64();
        let mut id = [b'0'; OWN];
        let halves = digits::<HALF>(first).into_iter().chain(digits::<HALF>(second));
        for (place, digit) in id.iter_mut().zip(halves) {
            *place = digit;
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
        assert!(RequestId::given(&first.header()).is_some());
    }

    #[test]
    fn trap_41_no_id_follows_from_another() {
        let ids = RequestIds::new().expect("the operating system has randomness");
        let made: Vec<_> = (0..2000).map(|_| ids.next().as_str().to_owned()).collect();
        // No place stands still or counts: in each, all 32 digits come, none of them far more often than the others.
        for place in 0..OWN {
            for digit in ALPHABET {
                let often = made.iter().filter(|id| id.as_bytes().get(place) == Some(digit)).count();
                assert!((20..120).contains(&often), "{place} {digit} {often}");
            }
        }
        let sorted: std::collections::BTreeSet<_> = made.iter().collect();
        assert_eq!(sorted.len(), made.len());
        assert!(made.windows(2).filter(|pair| pair[0] < pair[1]).count() < 1200, "they do not ascend");
        let others = RequestIds::new().expect("the operating system has randomness");
        assert_ne!(others.next().as_str(), made[0], "each process has a key of its own");
    }

    #[test]
    fn only_short_plain_ids_are_taken() {
        for bad in ["", "a b", "a\"b", "<x>", "é", &"x".repeat(129)] {
            let value = HeaderValue::from_bytes(bad.as_bytes()).expect("a header value");
            assert!(RequestId::given(&value).is_none(), "{bad}");
        }
        assert!(RequestId::given(&HeaderValue::from_static("7f3a-01")).is_some());
    }
}
