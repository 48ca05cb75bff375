//! What the router answers by itself: its document, preflights, and routes and methods that there are none of.
//!
//! The same guards, limits, headers and audit trail as for actions: a stranger has no other way in.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::Method;
use tracing::Instrument;

use super::Guard;
use super::conclusion::Concluded;
use super::ended::Ended;
use super::exchange::Exchange;
use crate::answer::{Draft, Response};
use crate::error::Refusal;

/// Answers one request with what `answer` gives, if the guards let it.
pub(crate) fn answer(
    guard: Arc<Guard>,
    request: Request,
    answer: impl FnOnce() -> Result<Draft, Refusal> + Send + 'static,
) -> BoxFuture<'static, Response> {
    let (parts, _) = request.into_parts();
    Box::pin(async move {
        let mut exchange = Exchange::begin(&guard, &parts);
        exchange.builtin = Some(name(&parts.method));
        let span = exchange.span(&parts.method);
        let stages = async {
            match super::guard(&mut exchange, &parts, Body::empty()).await {
                Ok(_) => answer().map_or_else(Ended::Refused, Ended::Answered),
                Err(ended) => ended,
            }
        };
        let stages = AssertUnwindSafe(stages).catch_unwind().instrument(span.clone());
        let ended = tokio::time::timeout(guard.spec.timeout, stages).await.unwrap_or(Ok(Ended::TimedOut));
        match span.in_scope(|| exchange.conclude(ended.unwrap_or_else(Ended::Panicked))) {
            Concluded::Now(response) => response,
            Concluded::OnceStored(response, stored) => exchange.once_stored(response, stored).await,
        }
    })
}

/// The method in words that are ours: a client may invent its own, and the trail keeps it.
fn name(method: &Method) -> &'static str {
    const KNOWN: [(Method, &str); 9] = [
        (Method::GET, "GET"),
        (Method::HEAD, "HEAD"),
        (Method::POST, "POST"),
        (Method::PUT, "PUT"),
        (Method::PATCH, "PATCH"),
        (Method::DELETE, "DELETE"),
        (Method::OPTIONS, "OPTIONS"),
        (Method::TRACE, "TRACE"),
        (Method::CONNECT, "CONNECT"),
    ];
    KNOWN.iter().find(|(known, _)| known == method).map_or("OTHER", |(_, name)| name)
}
