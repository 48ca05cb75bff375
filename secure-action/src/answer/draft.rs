//! `Draft`: an answer before it has the headers that every answer has.

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use smallvec::SmallVec;

use super::Response;

/// An answer before it has the headers that every answer has.
#[derive(Debug)]
pub struct Draft {
    status: StatusCode,
    body: Option<(HeaderValue, Bytes)>,
    more: SmallVec<[(HeaderName, HeaderValue); 1]>,
}

impl Draft {
    /// An answer without a body.
    pub(crate) const fn empty(status: StatusCode) -> Self {
        Self { status, body: None, more: SmallVec::new_const() }
    }

    /// An answer with a body of this type.
    pub(crate) fn new(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self { status, body: Some((content_type, body.into())), more: SmallVec::new_const() }
    }

    /// Adds a header; several of one name are several headers.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }

    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    #[cfg(test)]
    pub(crate) fn body(&self) -> &[u8] {
        self.body.as_ref().map_or(&[], |(_, body)| body)
    }

    /// The answer with these headers, of which the draft's own replace those of the same name.
    pub(super) fn finish(self, headers: HeaderMap) -> Response {
        let (body, length) = match self.body {
            Some((content_type, body)) => {
                let length = body.len();
                (Body::from(body), Some((content_type, length)))
            }
            None => (Body::empty(), None),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        let headers = response.headers_mut();
        match length {
            Some((content_type, length)) => {
                headers.insert(CONTENT_TYPE, content_type);
                headers.insert(CONTENT_LENGTH, length.into());
            }
            None => {
                headers.remove(CONTENT_TYPE);
                headers.remove(CONTENT_LENGTH);
            }
        }
        for (index, (name, value)) in self.more.iter().enumerate() {
            if self.more.iter().take(index).any(|(earlier, _)| earlier == name) {
                headers.append(name, value.clone());
            } else {
                headers.insert(name, value.clone());
            }
        }
        response
    }
}
