//! One action on its route: what a request to it needs, made once.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter};

use crate::action::{Action, ActionSpec, Method};
use crate::answer::{AnswerHeaders, Response};
use crate::application::Application;
use crate::audit::Redaction;
use crate::pipeline;
use crate::rate_limit::ActionLimits;
use crate::security::Core;
use crate::telemetry::Meters;

/// One action on its route, with the state its function takes parts of.
pub(crate) struct Mount<App: Application> {
    pub(crate) guard: Guard,
    pub(crate) state: App::State,
}

/// What the stages need to guard one action; not generic, so that they are compiled once.
pub(crate) struct Guard {
    pub(crate) core: Arc<Core>,
    pub(crate) spec: &'static ActionSpec,
    pub(crate) limits: ActionLimits,
    /// The headers of every answer.
    pub(crate) headers: AnswerHeaders,
    /// What of the input stays out of the audit trail.
    pub(crate) redaction: Arc<Redaction>,
    pub(crate) meters: Meters,
}

/// The route of `A`: its method, and 405 for the others.
pub(crate) fn route<A: Action>(mount: Mount<A::App>) -> MethodRouter {
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

impl<App: Application> std::fmt::Debug for Mount<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mount").field("spec", &self.guard.spec.name).finish_non_exhaustive()
    }
}
