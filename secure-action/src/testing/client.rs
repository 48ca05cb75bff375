//! `TestClient`: who sends requests.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{HeaderName, HeaderValue, Method, Request};

use super::call::TestCall;
use super::service::Service;
use crate::authn::StandIn;
use crate::caller::Identity;

/// Who sends requests to a [`TestApp`](super::TestApp).
#[derive(Clone)]
#[must_use = "a client does nothing until it sends a request"]
pub struct TestClient<'a> {
    service: &'a Service,
    identity: Option<Identity>,
    headers: Vec<(HeaderName, HeaderValue)>,
    address: IpAddr,
}

impl<'a> TestClient<'a> {
    /// From where clients come that do not say: 203.0.113.9, of a network that is set apart for examples (RFC 5737).
    pub const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

    pub(super) fn new(service: &'a Service, identity: Option<Identity>) -> Self {
        Self { service, identity, headers: Vec::new(), address: Self::ADDRESS }
    }

    /// From another address: `[198, 51, 100, 7]`.
    pub fn from_address(self, address: impl Into<IpAddr>) -> Self {
        Self { address: address.into(), ..self }
    }

    /// With this header in every request.
    ///
    /// # Panics
    /// If no header can be so.
    #[track_caller]
    pub fn with_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: fmt::Display>,
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            (Err(error), _) => panic!("a header of the test: {error}"),
            (_, Err(error)) => panic!("a header of the test: {error}"),
        }
        self
    }

    /// A GET of this path.
    #[track_caller]
    pub fn get(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::GET, path)
    }

    /// A POST to this path.
    #[track_caller]
    pub fn post(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::POST, path)
    }

    /// A PUT to this path.
    #[track_caller]
    pub fn put(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::PUT, path)
    }

    /// A PATCH of this path.
    #[track_caller]
    pub fn patch(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::PATCH, path)
    }

    /// A DELETE of this path.
    #[track_caller]
    pub fn delete(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::DELETE, path)
    }

    /// A request with any method, for tests that go through a table: `call("PATCH", "/posts/2")`.
    ///
    /// # Panics
    /// If there is no such method, or the path is none.
    #[track_caller]
    pub fn call<M>(&self, method: M, path: impl AsRef<str>) -> TestCall<'a>
    where
        M: TryInto<Method, Error: fmt::Display>,
    {
        let mut request = Request::new(Body::empty());
        let path = path.as_ref();
        match (method.try_into(), path.parse()) {
            (Ok(method), Ok(uri)) => (*request.method_mut(), *request.uri_mut()) = (method, uri),
            (Err(error), _) => panic!("the method of the test: {error}"),
            (_, Err(error)) => panic!("the path of the test, `{path}`: {error}"),
        }
        for (name, value) in &self.headers {
            request.headers_mut().append(name, value.clone());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 50_000)));
        if let Some(identity) = &self.identity {
            request.extensions_mut().insert(StandIn(identity.clone()));
        }
        TestCall::new(self.service, request)
    }
}

/// Without the headers, where credentials are.
impl fmt::Debug for TestClient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClient").field("identity", &self.identity).field("address", &self.address).finish_non_exhaustive()
    }
}
