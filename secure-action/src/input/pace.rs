//! `Paced`: a body that must come at a certain pace, so that nobody holds a call by sending a byte now and then.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// How long a body may take to begin.
const GRACE: Duration = Duration::from_secs(5);
/// What must come in each second after that, in bytes.
const LEAST: u32 = 1024;

/// A body that must come at a certain pace.
pub(crate) struct Paced {
    body: Body,
    received: u32,
    /// Since the body was first waited for: one that is there at once has no need of a clock.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

/// The body came too slowly.
#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
pub(super) struct TooSlow;

impl Paced {
    pub(crate) const fn new(body: Body) -> Self {
        Self { body, received: 0, waiting: None }
    }
}

impl http_body::Body for Paced {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.received = self.received.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let allowed = GRACE + Duration::from_secs(1) * self.received / LEAST;
        let (since, late) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(allowed))));
        let end = *since + allowed;
        if late.deadline() != end {
            late.as_mut().reset(end);
        }
        late.as_mut().poll(context).map(|()| Some(Err(TooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
