//! The two bodies of an exchange: the request's, which must keep arriving, and the answer's, whose end is the end of the call.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body as AxumBody;
use bytes::{Buf, Bytes};
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::pace::Pace;
use super::seats::Seat;
use crate::error::SlowBody;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request. It fails once the client sends it too slowly.
#[derive(Debug)]
pub(super) struct Arriving<B> {
    body: B,
    pace: Pace,
    /// Made when the client has to be waited for.
    timer: Option<Pin<Box<Sleep>>>,
}

impl<B> Arriving<B> {
    pub(super) fn new(body: B, pace: Pace) -> Self {
        Self { body, pace, timer: None }
    }
}

impl<B: Body<Error: Into<BoxError>> + Unpin> Body for Arriving<B> {
    type Data = B::Data;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, BoxError>>> {
        let this = &mut *self;
        let frame = Pin::new(&mut this.body).poll_frame(context);
        let Poll::Ready(frame) = frame else {
            let deadline = this.pace.waits(Instant::now());
            let timer = this.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
            if timer.deadline() != deadline {
                timer.as_mut().reset(deadline);
            }
            return timer.as_mut().poll(context).map(|()| Some(Err(SlowBody.into())));
        };
        if this.pace.is_waiting() {
            let bytes = frame.as_ref().and_then(|frame| Some(frame.as_ref().ok()?.data_ref()?.remaining()));
            this.pace.moved(Instant::now(), bytes.unwrap_or(0));
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer. When it is gone, the call is over.
pub(super) struct Answering {
    body: AxumBody,
    seat: Arc<Seat>,
}

impl Answering {
    pub(super) fn new(body: AxumBody, seat: Arc<Seat>) -> Self {
        Self { body, seat }
    }
}

impl Body for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.seat.end_call();
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}
