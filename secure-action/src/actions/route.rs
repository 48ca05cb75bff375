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
use crate::policy::Application;
use crate::spec::Method;

/// The route of `A`: its method, and 405 for the others.
pub(super) fn route<A: Action>(mount: Mount<A::App>) -> MethodRouter {
    MethodRouter::new().on(filter(A::SPEC.method), Mounted::<A>(Arc::new(mount)))
}

/// The route of `A`, with a handler in place of its function.
pub(super) fn handler_route<A, H, T>(handler: H, mount: Mount<A::App>) -> MethodRouter
where
    A: Action,
    H: Handler<T, <A::App as Application>::State> + Sync,
    T: 'static,
{
    let mount = Arc::new(mount);
    let answer = move |request: Request| pipeline::run_handler::<A, H, T>(Arc::clone(&mount), handler.clone(), request);
    MethodRouter::new().on(filter(A::SPEC.method), answer)
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
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
