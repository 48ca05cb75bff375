//! `LastHeader`: the header of the token that was verified last. An issuer writes the same one into all of its tokens.

use std::sync::{Arc, PoisonError, RwLock};

use jsonwebtoken::Algorithm;

use super::rejected::Rejected;
use super::token::{Header, decode};

/// A header that was read and checked, and the text that it was read from.
pub(super) struct KnownHeader {
    encoded: Box<[u8]>,
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<Box<str>>,
}

impl KnownHeader {
    /// Reads a header of the demanded type.
    pub(super) fn read(encoded: &[u8], typ: Option<&str>) -> Result<Self, Rejected> {
        let json = decode(encoded)?;
        let header = Header::of(&json)?;
        if !header.is_of(typ) {
            return Err(Rejected("wrong type of token"));
        }
        Ok(Self { encoded: encoded.into(), algorithm: header.algorithm()?, kid: header.kid.map(|kid| (*kid).into()) })
    }
}

/// Remembers one header. Only of a token whose signature holds, so that nobody else can push it out.
#[derive(Default)]
pub(super) struct LastHeader(RwLock<Option<Arc<KnownHeader>>>);

impl LastHeader {
    /// The remembered header, if `encoded` is its text.
    pub(super) fn find(&self, encoded: &[u8]) -> Option<Arc<KnownHeader>> {
        let last = self.0.read().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|known| *known.encoded == *encoded).map(Arc::clone)
    }

    /// Remembers `header` instead, unless somebody else is at it.
    pub(super) fn remember(&self, header: &Arc<KnownHeader>) {
        if let Ok(mut last) = self.0.try_write() {
            *last = Some(Arc::clone(header));
        }
    }
}
