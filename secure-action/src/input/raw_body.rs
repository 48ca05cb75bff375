//! `RawBody`: the body byte for byte, for what is neither JSON nor a form.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderValue;

/// The body of a request as it came, of any media type or of none. An action takes it as an argument, once.
///
/// It is read within `body_limit`, and must come at 1 KiB/s after the first five seconds, as every body. Nothing is validated but its framing: what the bytes are is
/// for the function to find out, and what the client calls them is no more than its word. A body with a `Content-Encoding` is a 415, so that
/// the bytes are those of the media type; so is one with more than one media type, or with one that is none.
///
/// The audit trail keeps its size, media type and, with the feature `digest` (a part of `jwt`), SHA-256 digest, and none of its bytes.
#[derive(Clone)]
pub struct RawBody {
    bytes: Bytes,
    media_type: Option<HeaderValue>,
}

impl RawBody {
    pub(super) fn new(bytes: Bytes, media_type: Option<HeaderValue>) -> Self {
        Self { bytes, media_type }
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// What the client says the bytes are (`Content-Type`), as it wrote it: `image/png`, `text/csv; charset=utf-8`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_ref()?.to_str().ok()
    }

    /// A body that no client has sent, for calling an action as a plain function in a test.
    ///
    /// Needs the feature `testing` and debug assertions: a release build has no such function.
    #[cfg(all(feature = "testing", debug_assertions))]
    #[must_use]
    pub fn for_test(bytes: impl Into<Bytes>, media_type: Option<&'static str>) -> Self {
        Self { bytes: bytes.into(), media_type: media_type.map(HeaderValue::from_static) }
    }
}

impl Deref for RawBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The bytes may be anything, secrets too, so `Debug` shows how many there are.
impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBody").field("size", &self.bytes.len()).field("media_type", &self.media_type).finish_non_exhaustive()
    }
}
