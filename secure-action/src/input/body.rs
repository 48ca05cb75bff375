//! `Input<T>`: the body, read within its limit, strictly, and validated.

use std::fmt;
use std::ops::Deref;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, Collected, Limited};

use super::apart::{LARGEST_AT_ONCE, apart};
use super::unreceived::{Unreceived, too_large};
use super::{InputType, MediaType, read};
use crate::error::Refusal;
use crate::request::Paced;

/// The body of a request, JSON or a form, deserialized and validated. An action takes it as an argument, once.
///
/// A body of more than 16 KiB is parsed and validated on a thread that may block, so that it holds up no other request; a
/// `#[garde(custom(...))]` runs there, too. At most 100 faults are reported. A body that comes at less than 1 KiB/s, after the first five
/// seconds, is a 408.
///
/// `input.email` reads a field; [`into_inner`](Self::into_inner) gives the whole value. There is no other way to make one
/// than the pipeline's, except in tests of a function: `Input::for_test`, with the feature `testing`.
pub struct Input<T>(T);

impl<T> Input<T> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }

    /// An input that was never validated, for calling an action as a plain function in a test.
    ///
    /// Needs the feature `testing` and debug assertions: a release build has no such function.
    #[cfg(all(feature = "testing", debug_assertions))]
    #[must_use]
    pub fn for_test(value: T) -> Self {
        Self(value)
    }
}

impl<T: InputType> Input<T> {
    /// What the bytes of a body say, validated.
    pub(crate) fn read(body: &[u8], media_type: MediaType) -> Result<Self, Refusal> {
        match media_type {
            MediaType::Json => read::json(body).map(Self),
            MediaType::Form => read::pairs(body).map(Self),
        }
    }

    /// Whether serde keeps a form in a buffer before the type reads it.
    pub(crate) fn is_buffered() -> bool {
        read::buffers::<T>()
    }

    /// Whether reading it would hold up other requests.
    pub(crate) fn is_large(body: &[u8]) -> bool {
        body.len() > LARGEST_AT_ONCE
    }

    /// The same as [`read`](Self::read), where no other request waits for it.
    pub(crate) async fn read_apart(body: Bytes, media_type: MediaType) -> Result<Self, Refusal> {
        apart(move || Self::read(&body, media_type)).await
    }
}

impl<T> Deref for Input<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Input<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Input").field(&self.0).finish()
    }
}

/// The bytes of the body, at most `limit` of them.
///
/// A body that declares to be larger is refused before a byte of it is read.
pub(super) async fn read_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Unreceived> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(too_large().into());
    }
    let collected = Limited::new(Paced::new(body), limit).collect().await;
    collected.map(Collected::to_bytes).map_err(|error| Unreceived::by(&*error))
}
