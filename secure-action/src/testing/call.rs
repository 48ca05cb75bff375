//! `TestCall`: one request, sent where it is awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Request};
use serde::Serialize;

use super::answer::TestAnswer;
use super::service::Service;

/// A request to a [`TestApp`](super::TestApp), which is sent where it is awaited.
#[must_use = "a request is sent where it is awaited"]
pub struct TestCall<'a> {
    service: &'a Service,
    request: Request<Body>,
}

impl<'a> TestCall<'a> {
    pub(super) fn new(service: &'a Service, request: Request<Body>) -> Self {
        Self { service, request }
    }

    /// With this header, besides what others of the same name say.
    ///
    /// # Panics
    /// If no header can be so.
    #[track_caller]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: fmt::Display>,
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        let (name, value) = match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => (name, value),
            (Err(error), _) => panic!("a header of the test: {error}"),
            (_, Err(error)) => panic!("a header of the test: {error}"),
        };
        self.request.headers_mut().append(name, value);
        self
    }

    /// With this value as JSON.
    ///
    /// # Panics
    /// If it cannot be written as JSON.
    #[track_caller]
    pub fn json(self, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(text) => self.body("application/json", text),
            Err(error) => panic!("the body of the test: {error}"),
        }
    }

    /// With these fields as a form.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    /// With these bytes, of this media type.
    ///
    /// # Panics
    /// If no header can name the type.
    #[track_caller]
    pub fn body(mut self, media_type: &str, bytes: impl Into<Body>) -> Self {
        let Ok(media_type) = HeaderValue::from_str(media_type) else {
            panic!("`{media_type}` is no media type");
        };
        self.request.headers_mut().insert(CONTENT_TYPE, media_type);
        *self.request.body_mut() = bytes.into();
        self
    }
}

impl<'a> IntoFuture for TestCall<'a> {
    type Output = TestAnswer;
    type IntoFuture = Pin<Box<dyn Future<Output = TestAnswer> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.service.answer(self.request))
    }
}

impl fmt::Debug for TestCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestCall({} {})", self.request.method(), self.request.uri())
    }
}
