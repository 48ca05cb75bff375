//! `Consumed`: what one request has used up so far, for the headers and for giving it back.

use http::HeaderValue;
use smallvec::SmallVec;

use super::limiter::Verdict;

/// What one request has used up so far.
#[derive(Debug, Default)]
pub(crate) struct Consumed(pub(super) SmallVec<[Use; 2]>);

/// One limit that was asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    /// The position of the limit in its action.
    pub(super) limit: usize,
    pub(super) hash: u128,
    pub(super) verdict: Verdict,
    /// What to take back; `None` if the limit refused.
    pub(super) stamp: Option<u64>,
}

impl Consumed {
    /// The `RateLimit` header (IETF draft 11, RFC 9651); `None` if no limit was asked.
    pub(super) fn header<'n>(&self, name: impl Fn(usize) -> &'n str) -> Option<HeaderValue> {
        let mut text = Vec::with_capacity(40 * self.0.len());
        for used in &self.0 {
            if !text.is_empty() {
                text.extend_from_slice(b", ");
            }
            text.push(b'"');
            text.extend_from_slice(name(used.limit).as_bytes());
            text.extend_from_slice(b"\";r=");
            text.extend_from_slice(itoa::Buffer::new().format(used.verdict.remaining).as_bytes());
            text.extend_from_slice(b";t=");
            text.extend_from_slice(itoa::Buffer::new().format(used.verdict.reset).as_bytes());
        }
        if text.is_empty() { None } else { HeaderValue::from_maybe_shared(bytes::Bytes::from(text)).ok() }
    }
}
