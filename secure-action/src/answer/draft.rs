//! `Draft`: an answer before it has the headers that every answer has.

use std::convert::Infallible;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use smallvec::SmallVec;
use url::Url;

use super::reserved::is_ours;
use crate::error::ActionError;
use crate::request::is_own_path;

/// The HTTP response type of axum.
pub(crate) type Response = axum::response::Response;

/// An answer before it has the headers that every answer has.
#[derive(Debug)]
pub struct Draft {
    status: StatusCode,
    content: Content,
    more: SmallVec<[(HeaderName, HeaderValue); 1]>,
    leads: Leads,
    /// Headers that the function has chosen; those of the service win.
    own: Option<Box<HeaderMap>>,
}

#[derive(Debug)]
enum Content {
    Empty,
    Bytes(HeaderValue, Bytes),
    Stream { content_type: HeaderValue, length: Option<u64>, body: Body },
}

/// Where a `Location` leads, of which a client can only be told what the pipeline knows: where the action is mounted, and which
/// other origins the configuration allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leads {
    Nowhere,
    Inside,
    Outside,
}

impl Draft {
    /// An answer without a body.
    pub(crate) const fn empty(status: StatusCode) -> Self {
        Self::with_content(status, Content::Empty)
    }

    /// An answer with a body of this type.
    pub(crate) fn new(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self::with_content(status, Content::Bytes(content_type, body.into()))
    }

    /// An answer whose body of this type is made while it is sent, `length` bytes of it where that is known.
    pub(super) const fn streaming(status: StatusCode, content_type: HeaderValue, length: Option<u64>, body: Body) -> Self {
        Self::with_content(status, Content::Stream { content_type, length, body })
    }

    const fn with_content(status: StatusCode, content: Content) -> Self {
        Self { status, content, more: SmallVec::new_const(), leads: Leads::Nowhere, own: None }
    }

    /// Adds a header; several of one name are several headers.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }

    /// Adds headers that the function has chosen.
    pub(super) fn with_own(mut self, headers: HeaderMap) -> Self {
        match &mut self.own {
            Some(own) => own.extend(headers),
            None => self.own = Some(Box::new(headers)),
        }
        self
    }

    /// Adds a `Location` that is a path of this service, as seen from where the action is mounted.
    pub(super) fn leading_to(mut self, path: String) -> Result<Self, ActionError> {
        if !is_own_path(&path) {
            return Err(misled("a `Location` that is not a path of this service"));
        }
        self.leads = Leads::Inside;
        Ok(self.with(LOCATION, HeaderValue::try_from(path)?))
    }

    /// Adds a `Location` that leads to another origin, as far as the configuration lists it.
    pub(super) fn leading_away(mut self, url: &Url) -> Result<Self, ActionError> {
        self.leads = Leads::Outside;
        Ok(self.with(LOCATION, HeaderValue::try_from(url.as_str())?))
    }

    /// Whether it has a `Location` that [`led`](Self::led) must see.
    pub(crate) fn leads(&self) -> bool {
        self.leads != Leads::Nowhere
    }

    /// The same with a `Location` as clients of the whole service see it, who reach the action under the path `mount`; an error if
    /// it leads to an origin that is not among those `allowed`.
    pub(crate) fn led(mut self, mount: &str, allowed: &[String]) -> Result<Self, ActionError> {
        let leads = std::mem::replace(&mut self.leads, Leads::Nowhere);
        let Some((_, location)) = self.more.iter_mut().find(|(name, _)| name == LOCATION) else {
            return Ok(self);
        };
        match leads {
            Leads::Nowhere => {}
            // A mount can be a client's choice, where it has parameters: what would make it another host is left out.
            Leads::Inside if is_own_path(mount) => {
                *location = HeaderValue::from_bytes(&[mount.as_bytes(), location.as_bytes()].concat())?;
            }
            Leads::Inside => {}
            Leads::Outside => {
                let origin = location.to_str().ok().and_then(|url| Url::parse(url).ok()).map(|url| url.origin());
                let listed = origin.is_some_and(|origin| allowed.contains(&origin.ascii_serialization()));
                if !listed {
                    return Err(misled("a redirect to an origin that the configuration does not list"));
                }
            }
        }
        Ok(self)
    }

    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether its body is made while it is sent.
    pub(crate) const fn is_streaming(&self) -> bool {
        matches!(self.content, Content::Stream { .. })
    }

    /// The same without its body, of which the head still tells the length: what a `HEAD` is answered with.
    pub(crate) fn head_only(mut self) -> Self {
        if let Content::Stream { body, .. } = &mut self.content {
            // Not `Body::empty()`, of which axum would tell the length.
            *body = Body::from_stream(stream::empty::<Result<Bytes, Infallible>>());
        }
        self
    }

    /// The same with the body as `watch` hands it on, which is told the length where that is known.
    pub(crate) fn watched(mut self, watch: impl FnOnce(Body, Option<u64>) -> Body) -> Self {
        if let Content::Stream { body, length, .. } = &mut self.content {
            *body = watch(std::mem::take(body), *length);
        }
        self
    }

    #[cfg(test)]
    pub(crate) fn body(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(_, body) => body,
            Content::Empty | Content::Stream { .. } => &[],
        }
    }

    /// The answer with these headers, of which the draft's own replace those of the same name.
    pub(super) fn finish(self, headers: HeaderMap) -> Response {
        let (body, content_type, length) = match self.content {
            Content::Bytes(content_type, body) => {
                let length = body.len() as u64;
                (Body::from(body), Some(content_type), Some(length))
            }
            Content::Stream { content_type, length, body } => (body, Some(content_type), length),
            Content::Empty => (Body::empty(), None, None),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        let headers = response.headers_mut();
        match content_type {
            Some(content_type) => headers.insert(CONTENT_TYPE, content_type),
            None => headers.remove(CONTENT_TYPE),
        };
        match length {
            Some(length) => headers.insert(CONTENT_LENGTH, length.into()),
            None => headers.remove(CONTENT_LENGTH),
        };
        for (index, (name, value)) in self.more.iter().enumerate() {
            if self.more.iter().take(index).any(|(earlier, _)| earlier == name) {
                headers.append(name, value.clone());
            } else {
                headers.insert(name, value.clone());
            }
        }
        if let Some(own) = self.own {
            add_own(headers, &own);
        }
        response
    }
}

/// The answer would lead where no answer may. 400, because a function that hands on the client's text must not fail at the client's
/// will; the reason is for the log.
pub(super) fn misled(reason: &'static str) -> ActionError {
    ActionError::bad_request("the address to go to is not acceptable").because(reason)
}

/// Adds what the function has chosen. The headers that the service has for every answer, and those that say how it is sent, stay as
/// they are.
fn add_own(headers: &mut HeaderMap, own: &HeaderMap) {
    let free: Vec<_> = own.keys().filter(|name| !is_ours(name) && !headers.contains_key(*name)).collect();
    for name in free {
        for value in own.get_all(name) {
            headers.append(name, value.clone());
        }
    }
    // A cookie is for one client, so the answer that sets it is, too.
    if own.contains_key(SET_COOKIE) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
