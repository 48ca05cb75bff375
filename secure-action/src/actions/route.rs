//! The route of one action.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter};

use crate::action::Action;
use crate::answer::Response;
use crate::pipeline::{self, Mount};
use crate::spec::Method;

/// The route of `A`: its method, and 405 for the others.
pub(super) fn route<A: Action>(mount: Mount<A::App>) -> MethodRouter {
    let filter = match A::SPEC.method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    };
    MethodRouter::new().on(filter, Mounted::<A>(Arc::new(mount)))
}

/// Hands each request to the pipeline. As a closure, it would be stored in the future of the call twice more.
struct Mounted<A: Action>(Arc<Mount<A::App>>);

impl<A: Action> Clone for Mounted<A> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<A: Action> Handler<(), ()> for Mounted<A> {
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, (): ()) -> Self::Future {
        Box::pin(pipeline::run::<A>(self.0, request))
    }
}
