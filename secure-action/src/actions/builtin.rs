//! The guards of what the router answers by itself.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::StatusCode;

use crate::answer::{APPLICATION_JSON, Draft, Response};
use crate::error::{Code, Refusal};
use crate::pipeline::{self, Guard};
use crate::policy::PolicyTable;
use crate::spec::{Access, ActionSpec, Method, RateLimit};

/// The description by which the guards, the limits and the trail know it. Made once for each router, and kept as long as the
/// process: events point to it.
pub(super) fn spec(name: &'static str, path: String, access: Access, policy: &'static PolicyTable) -> &'static ActionSpec {
    Box::leak(Box::new(ActionSpec::new(("secure_action", name), (Method::Get, path.leak()), policy, access, &[])))
}

/// How many preflights one address may send: a browser sends one before each kind of call, so that it must not run out before
/// the limits of the actions do.
const PREFLIGHTS: &[RateLimit] = &[RateLimit::new(1000, Duration::from_secs(60))];

/// The description of preflights.
pub(super) fn preflights(policy: &'static PolicyTable) -> &'static ActionSpec {
    let spec = ActionSpec::new(("secure_action", "cors_preflight"), (Method::Get, ""), policy, Access::Public, &[]);
    Box::leak(Box::new(spec.rate_limits(PREFLIGHTS)))
}

/// Answers with the document.
pub(super) fn document(
    guard: Arc<Guard>,
    text: Bytes,
) -> impl FnOnce(Request) -> BoxFuture<'static, Response> + Clone + Send + Sync + 'static {
    move |request: Request| pipeline::answer(guard, request, move || Ok(Draft::new(StatusCode::OK, APPLICATION_JSON, text)))
}

/// Refuses what no route matches, or no method of a route; axum adds `Allow`.
pub(super) fn refuse(
    guard: Arc<Guard>,
    status: StatusCode,
    code: Code,
) -> impl FnOnce(Request) -> BoxFuture<'static, Response> + Clone + Send + Sync + 'static {
    move |request: Request| pipeline::answer(guard, request, move || Err(Refusal::new(status, code, "no route")))
}
