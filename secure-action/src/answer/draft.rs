//! `Draft`: an answer before it has the headers that every answer has.

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use smallvec::SmallVec;

use super::own_path::is_own_path;
use crate::error::ActionError;

/// The HTTP response type of axum.
pub(crate) type Response = axum::response::Response;

/// An answer before it has the headers that every answer has.
#[derive(Debug)]
pub struct Draft {
    status: StatusCode,
    body: Option<(HeaderValue, Bytes)>,
    more: SmallVec<[(HeaderName, HeaderValue); 1]>,
    /// Whether the `Location` is a path of this service, which is told from where the action is mounted.
    leads_inside: bool,
}

impl Draft {
    /// An answer without a body.
    pub(crate) const fn empty(status: StatusCode) -> Self {
        Self { status, body: None, more: SmallVec::new_const(), leads_inside: false }
    }

    /// An answer with a body of this type.
    pub(crate) fn new(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self { status, body: Some((content_type, body.into())), more: SmallVec::new_const(), leads_inside: false }
    }

    /// Adds a header; several of one name are several headers.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }

    /// Adds a `Location` that is a path of this service, as seen from where the action is mounted.
    pub(super) fn leading_to(mut self, path: String) -> Result<Self, ActionError> {
        if !is_own_path(&path) {
            return Err(ActionError::internal("a `Location` that is not a path of this service"));
        }
        self.leads_inside = true;
        Ok(self.with(LOCATION, HeaderValue::try_from(path)?))
    }

    /// Whether it has a `Location` that is told from where the action is mounted.
    pub(crate) const fn leads_inside(&self) -> bool {
        self.leads_inside
    }

    /// The same with a `Location` as clients of the whole service see it, who reach the action under the path `mount`.
    pub(crate) fn mounted_at(mut self, mount: &str) -> Self {
        if let Some((_, location)) = self.more.iter_mut().find(|(name, _)| name == LOCATION)
            && self.leads_inside
            // A mount can be a client's choice, where it has parameters: what would make it another host is left out.
            && is_own_path(mount)
            && let Ok(whole) = HeaderValue::from_bytes(&[mount.as_bytes(), location.as_bytes()].concat())
        {
            *location = whole;
        }
        self.leads_inside = false;
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
