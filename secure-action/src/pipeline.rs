//! A request's way through the house: the one place that knows the order of the stages.
//!
//! Each stage demands the proof that the one before it made, and each proof is made in one place only, so that leaving a
//! stage out, or taking two in the wrong order, does not compile.

mod admission;
mod awaited;
mod builtin;
mod conclusion;
mod ended;
mod exchange;
mod guard;
mod handler;
mod identification;
mod limits;
mod panic_text;
mod permission;
mod receipt;
mod stream;
mod taking;
mod target;
mod telemetry;

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use axum::body::Body;
use axum::extract::Request;
use futures_util::FutureExt;
use http::request::Parts;
use tracing::Instrument;

pub(crate) use builtin::answer;
pub(crate) use guard::{Guard, Mount};
pub use handler::Guarded;
pub(crate) use handler::run_handler;
pub(crate) use telemetry::Meters;

use crate::action::Action;
use crate::answer::{Response, Viewer};
use crate::request::mount as mount_of;

use awaited::Waits;
use conclusion::Concluded;
use ended::Ended;
use exchange::{Exchange, Progress};
use receipt::Received;

/// Answers one request.
///
/// Whatever happens inside, a panic, the deadline, the client's departure, ends here: in an answer and in the audit trail.
pub(crate) fn run<A: Action>(mount: Arc<Mount<A::App>>, request: Request) -> impl Future<Output = Response> + Send {
    run_awaited::<A>(mount, request, None)
}

/// The same for a function that reads the body itself, which tells by `waits` when it waits for it.
fn run_awaited<A: Action>(
    mount: Arc<Mount<A::App>>,
    request: Request,
    waits: Option<Waits>,
) -> impl Future<Output = Response> + Send {
    let (mut parts, body) = request.into_parts();
    async move {
        let mut exchange = Exchange::begin(&mount.guard, &parts);
        let span = exchange.span(&parts.method);
        let (ended, clients_doing) = {
            // Pinned where it is made: moved into each of its wrappers, it would be copied as often.
            let stages = pin!(stages::<A>(&mount, &mut exchange, &mut parts, body));
            let mut stages = pin!(AssertUnwindSafe(stages).catch_unwind().instrument(span.clone()));
            // Only a call that has to wait needs a deadline; a timer, and the room for it in every call, cost something.
            let ended = match poll_fn(|context| Poll::Ready(stages.as_mut().poll(context))).await {
                Poll::Ready(ended) => ended,
                Poll::Pending => {
                    let in_time = Box::pin(tokio::time::timeout(A::SPEC.timeout, stages)).await;
                    in_time.unwrap_or(Ok(Ended::TimedOut))
                }
            };
            let ended = ended.unwrap_or_else(Ended::Panicked);
            let clients_doing = waits.and_then(|waits| waits.clients_doing(&ended));
            (ended, clients_doing)
        };
        if clients_doing.is_some() {
            exchange.progress = Progress::Receiving;
        }
        let ended = clients_doing.unwrap_or(ended);
        if let Some(given_back) = exchange.give_back(&ended) {
            given_back.await;
        }
        // An error's own words and the application's classifiers are foreign code, too.
        let concluded = std::panic::catch_unwind(AssertUnwindSafe(|| span.in_scope(|| exchange.conclude(ended))));
        let concluded = concluded.unwrap_or_else(|panic| span.in_scope(|| exchange.conclude(Ended::Panicked(panic))));
        match concluded {
            Concluded::Now(response) => response, // 12, 13
            Concluded::OnceStored(response, stored) => exchange.once_stored(response, stored).instrument(span).await,
        }
    }
}

async fn stages<A: Action>(mount: &Mount<A::App>, exchange: &mut Exchange<'_>, parts: &mut Parts, body: Body) -> Ended {
    let received = match guard(exchange, parts, body).await {
        Ok(received) => received, // 1 to 7, the bytes
        Err(ended) => return ended,
    };
    let taken = match taking::take::<A>(received, mount, exchange, parts).await {
        Ok(taken) => taken, // 7, the values
        Err(refusal) => return Ended::Refused(refusal),
    };
    let limited = match limits::limit_inputs::<A>(taken, exchange).await {
        Ok(limited) => limited, // 8
        Err(refusal) => return Ended::Refused(refusal),
    };
    let ready = match target::load::<A>(limited, mount, exchange, parts).await {
        Ok(ready) => ready, // 9
        Err(refusal) => return Ended::Refused(refusal),
    };
    if A::answer().streams
        && let Err(refusal) = stream::reserve(exchange)
    {
        return Ended::Refused(refusal);
    }
    let viewer = Viewer::of(exchange.caller.as_ref());
    let answered = A::call(ready.into_arguments(exchange), viewer).await.and_then(|draft| {
        stream::reserve_for(&draft, exchange)?;
        if draft.leads() { draft.led(mount_of(parts), &exchange.guard.core.redirects) } else { Ok(draft) }
    });
    answered.map_or_else(Ended::Failed, Ended::Answered) // 11
}

/// The stages that are the same for every action: compiled once.
async fn guard(exchange: &mut Exchange<'_>, parts: &Parts, body: Body) -> Result<Received, Ended> {
    let admitted = admission::admit(exchange, parts).await?; // 1
    let limited = limits::limit_addresses(admitted, exchange).await?; // 2
    let identified = identification::identify(limited, exchange, parts).await?; // 3
    let limited = limits::limit_callers(identified, exchange).await?; // 4
    let permitted = permission::permit(limited, exchange)?; // 6
    receipt::receive(permitted, exchange, parts, body).await // 7
}
