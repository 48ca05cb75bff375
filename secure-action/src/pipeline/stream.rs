//! Answers whose bodies are made while they are sent: what was begun under guard ends under guard.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::exchange::Exchange;
use super::panic_text::panic_text;
use crate::answer::Draft;
use crate::audit::{Event, StreamEnd, StreamSlot, shown};
use crate::error::{ActionError, Refusal};
use crate::security::Core;

/// Reserves the place of the end of an answer that may be streamed, before the function runs; but after everything else, so that
/// who is refused never takes one.
pub(super) fn reserve(exchange: &mut Exchange<'_>) -> Result<(), Refusal> {
    let slot = exchange.guard.core.trail.try_reserve_stream();
    exchange.stream = Some(slot.ok_or_else(|| Refusal::unavailable(FULL))?);
    Ok(())
}

/// The same for an answer that turned out to be streamed, of a handler of whose answers nothing is known before: it takes no place
/// from streams while it runs, and needs none if it answers at once.
pub(super) fn reserve_for(draft: &Draft, exchange: &mut Exchange<'_>) -> Result<(), ActionError> {
    if draft.is_streaming() && !exchange.head_only && exchange.stream.is_none() {
        let slot = exchange.guard.core.trail.try_reserve_stream();
        exchange.stream = Some(slot.ok_or_else(|| ActionError::unavailable(FULL))?);
    }
    Ok(())
}

const FULL: &str = "as many streams are open as may be";

/// What is recorded when a body ends.
pub(super) struct End {
    pub(super) slot: StreamSlot,
    pub(super) event: Event,
    pub(super) core: Arc<Core>,
    /// Whether the action leaves no event where all went well.
    pub(super) quiet: bool,
    /// When the request arrived.
    pub(super) arrived: Duration,
}

/// The body, whose end is recorded, whatever it is. `length` is what the head announces.
pub(super) fn watched(body: Body, length: Option<u64>, end: End) -> Body {
    Body::new(Watched { body: Some(body), length, sent: 0, end: Some(end), idle: None, waiting: false })
}

struct Watched {
    body: Option<Body>,
    length: Option<u64>,
    sent: u64,
    /// Until it is recorded.
    end: Option<End>,
    idle: Option<Pin<Box<Sleep>>>,
    /// Whether `idle` counts.
    waiting: bool,
}

/// Why a body broke off, for the connection, which is closed then: to the client it looks like what it is.
#[derive(Debug, thiserror::Error)]
#[error("the body of an answer broke off")]
struct BrokenOff;

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        match catch_unwind(AssertUnwindSafe(|| Pin::new(body).poll_frame(context))) {
            Ok(Poll::Ready(Some(Ok(frame)))) => {
                self.sent += frame.data_ref().map_or(0, |data| data.len() as u64);
                self.waiting = false;
                Poll::Ready(Some(Ok(frame)))
            }
            Ok(Poll::Ready(None)) if self.is_short() => self.broken(StreamEnd::Failed, "it is shorter than announced"),
            Ok(Poll::Ready(None)) => {
                self.close(StreamEnd::Complete);
                Poll::Ready(None)
            }
            Ok(Poll::Ready(Some(Err(error)))) => self.broken(StreamEnd::Failed, &error.to_string()),
            Ok(Poll::Pending) if self.poll_idle(context).is_ready() => {
                self.broken(StreamEnd::Idle, "it had nothing to send for too long")
            }
            Ok(Poll::Pending) => Poll::Pending,
            Err(panic) => self.broken(StreamEnd::Panicked, panic_text(&*panic)),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Self::has_ended)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, |length| SizeHint::with_exact(length.saturating_sub(self.sent)))
    }
}

impl Watched {
    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(longest) = self.end.as_ref().map(|end| end.core.stream_idle) else {
            return Poll::Pending;
        };
        let idle = self.idle.get_or_insert_with(|| Box::pin(tokio::time::sleep(longest)));
        if !self.waiting {
            self.waiting = true;
            idle.as_mut().reset(Instant::now() + longest);
        }
        idle.as_mut().poll(context)
    }

    fn is_short(&self) -> bool {
        self.length.is_some_and(|length| self.sent < length)
    }

    fn has_ended(body: &Body) -> bool {
        catch_unwind(AssertUnwindSafe(|| body.is_end_stream())).unwrap_or(true)
    }

    fn broken<T>(&mut self, end: StreamEnd, reason: &str) -> Poll<Option<Result<T, BrokenOff>>> {
        if let Some(End { event, .. }) = &mut self.end {
            let told = &*shown(reason);
            tracing::error!(request_id = %event.request_id, end = end.as_str(), reason = told, "the body of an answer broke off");
            event.reason = Some(reason.to_owned().into());
        }
        self.close(end);
        Poll::Ready(Some(Err(BrokenOff)))
    }

    /// Records the end, once, and lets go of the body, which is foreign code until it is gone.
    fn close(&mut self, reason: StreamEnd) {
        if let Some(End { slot, event, core, quiet, arrived }) = self.end.take()
            && !(quiet && reason == StreamEnd::Complete)
        {
            let duration = core.clock.elapsed().saturating_sub(arrived);
            slot.record(event, reason, self.sent, duration);
        }
        let body = self.body.take();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(move || drop(body))) {
            tracing::error!(
                panic = &*shown(panic_text(&*panic as &(dyn Any + Send))),
                "the body of an answer panicked when it was let go"
            );
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // A connection does not ask for more than was announced, nor for more than a body that says it has ended.
        let ended = match self.length {
            Some(length) => self.sent >= length,
            None => self.body.as_ref().is_none_or(Self::has_ended),
        };
        self.close(if ended { StreamEnd::Complete } else { StreamEnd::CutOff });
    }
}
