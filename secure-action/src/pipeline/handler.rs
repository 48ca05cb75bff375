//! A plain axum handler behind the stages of an action, and `Guarded<A>`, which tells it who is calling.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::handler::Handler;
use http::StatusCode;
use http::request::Parts;
use http_body_util::Limited;

use super::awaited::{Awaited, Waits};
use super::{Mount, run_awaited};
use crate::action::Action;
use crate::answer::{Answer, AnswerSpec, Draft, Raw, Response, Viewer};
use crate::argument::{Phase, Taking};
use crate::caller::Caller;
use crate::error::ActionError;
use crate::openapi::Describe;
use crate::policy::Application;
use crate::rate_limit::InputKeys;
use crate::request::Paced;
use crate::spec::ActionSpec;

/// Who is calling, for a handler that [`Actions::guard`](crate::Actions::guard) has put behind the action `A`.
///
/// Without that it answers 500: a handler that takes one runs neither unguarded nor behind another action; nor behind a public one
/// when nobody is known.
pub struct Guarded<A>(Caller, PhantomData<fn() -> A>);

impl<A> Guarded<A> {
    /// Who is calling.
    #[must_use]
    pub fn into_caller(self) -> Caller {
        self.0
    }
}

impl<A> Deref for Guarded<A> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<A> fmt::Debug for Guarded<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guarded").field(&self.0).finish()
    }
}

impl<A: Action, S: Sync> FromRequestParts<S> for Guarded<A> {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let caller = parts.extensions.get::<Passed<A>>().and_then(|passed| passed.caller.as_ref());
        let guarded = caller.map(|caller| Self(caller.handed_on(), PhantomData));
        guarded.ok_or_else(|| {
            tracing::error!(action = A::SPEC.name, "a handler takes `Guarded` that no caller of its action stands before");
            StatusCode::INTERNAL_SERVER_ERROR
        })
    }
}

/// In a request: the stages of `A` were passed, by this caller if there is one. Nobody else can put it there.
struct Passed<A> {
    caller: Option<Caller>,
    action: PhantomData<fn() -> A>,
}

impl<A> Clone for Passed<A> {
    fn clone(&self) -> Self {
        Self { caller: self.caller.as_ref().map(Caller::handed_on), action: PhantomData }
    }
}

/// What waits in the request for the stages to pass: the handler, and the body, which no stage reads.
struct Waiting<H>(Arc<Mutex<Option<(H, Body)>>>);

impl<H> Clone for Waiting<H> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Answers one request by the handler, as [`run`] answers it by the function of `A`.
pub(crate) fn run_handler<A, H, T>(
    mount: Arc<Mount<A::App>>,
    handler: H,
    request: Request,
) -> impl Future<Output = Response> + Send
where
    A: Action,
    H: Handler<T, <A::App as Application>::State> + Sync,
    T: 'static,
{
    let (mut parts, body) = request.into_parts();
    let waits = Waits::default();
    // Limited outside: whoever reads it is told by the usual error that it is too large.
    let body = Body::new(Limited::new(Awaited::new(Paced::new(body), waits.clone()), A::SPEC.body_limit));
    parts.extensions.insert(Waiting(Arc::new(Mutex::new(Some((handler, body))))));
    run_awaited::<Handled<A, H, T>>(mount, Request::from_parts(parts, Body::empty()), Some(waits))
}

/// The action `A` with a handler in place of its function.
pub(crate) struct Handled<A, H, T>(PhantomData<fn(A, H, T)>);

/// The call of a handler that nothing stands before any more.
pub(crate) struct Call<H, S> {
    handler: H,
    request: Request,
    state: S,
}

impl<A, H, T> Action for Handled<A, H, T>
where
    A: Action,
    H: Handler<T, <A::App as Application>::State> + Sync,
    T: 'static,
{
    type App = A::App;
    type Arguments = (A::Arguments, Option<Call<H, <A::App as Application>::State>>);

    const SPEC: &'static ActionSpec = A::SPEC;
    const DESCRIPTIONS: &'static [Describe] = A::DESCRIPTIONS;

    /// What the action takes is taken, and so validated; the handler takes it again.
    async fn take(phase: Phase, arguments: &mut Self::Arguments, taking: &mut Taking<'_, A::App>) {
        A::take(phase, &mut arguments.0, taking).await;
        let waiting = taking.parts.extensions.remove::<Waiting<H>>();
        let waiting = waiting.and_then(|waiting| waiting.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some((handler, body)) = waiting {
            let mut parts = taking.parts.clone();
            parts.extensions.insert(Passed::<A> { caller: taking.caller.map(Caller::handed_on), action: PhantomData });
            let request = Request::from_parts(parts, body);
            arguments.1 = Some(Call { handler, request, state: taking.state.clone() });
        }
    }

    fn input_keys(arguments: &Self::Arguments, keys: &mut InputKeys<'_>) {
        A::input_keys(&arguments.0, keys);
    }

    async fn call((_, call): Self::Arguments, _: Viewer) -> Result<Draft, ActionError> {
        match call {
            Some(Call { handler, request, state }) => Raw::passed(handler.call(request, state).await),
            None => Err(ActionError::internal("the handler is missing")),
        }
    }

    /// Most handlers stream nothing: the one that does takes its place when it answers.
    fn answer() -> AnswerSpec {
        AnswerSpec { streams: false, ..Raw::<Response>::ANSWER.spec() }
    }
}
