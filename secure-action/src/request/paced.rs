//! `Paced`: the body of a request, which must come at a certain pace, so that nobody holds a call by sending a byte now and then.
//!
//! The one rule for all bodies: stage 7 holds actions to it whatever serves them, `serve` every other route.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::pace::Pace;

/// How long a body may be waited for at first, before each KiB that has come gives a second more.
const FIRST: Duration = Duration::from_secs(5);
/// How long it may be waited for at once, however much has come.
const MOST: Duration = Duration::from_secs(30);

/// The body of a request. It fails with [`SlowBody`] once it comes too slowly.
pub(crate) struct Paced<B> {
    body: B,
    /// What has come without being waited for.
    unpaced: usize,
    /// Since the body was first waited for: one that is there at once has no need of a clock.
    waited: Option<(Pace, Pin<Box<Sleep>>)>,
}

/// The body comes so slowly that it is waited for no longer.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
pub(crate) struct SlowBody;

impl<B> Paced<B> {
    pub(crate) const fn new(body: B) -> Self {
        Self { body, unpaced: 0, waited: None }
    }
}

impl<B> Body for Paced<B>
where
    B: Body<Error: Into<Box<dyn Error + Send + Sync>>> + Unpin,
{
    type Data = B::Data;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, Self::Error>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) else {
            let now = Instant::now();
            let (pace, timer) = this.waited.get_or_insert_with(|| (Pace::new(FIRST, MOST), Box::pin(sleep_until(now + FIRST))));
            pace.earn(std::mem::take(&mut this.unpaced));
            let deadline = pace.waits(now);
            if timer.deadline() != deadline {
                timer.as_mut().reset(deadline);
            }
            return timer.as_mut().poll(context).map(|()| Some(Err(SlowBody.into())));
        };
        let bytes = frame.as_ref().and_then(|frame| Some(frame.as_ref().ok()?.data_ref()?.remaining())).unwrap_or(0);
        match &mut this.waited {
            Some((pace, _)) if pace.is_waiting() => pace.moved(Instant::now(), bytes),
            _ => this.unpaced = this.unpaced.saturating_add(bytes),
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
