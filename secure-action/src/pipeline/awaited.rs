//! `Awaited`: the body before a handler, and what becomes of it while the handler reads it.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};

use super::ended::Ended;
use crate::input::Unreceived;

/// What has become of the body of a request: whatever comes of it is the client's doing.
#[derive(Clone, Default)]
pub(super) struct Waits(Arc<AtomicU8>);

/// It is there, or nobody asks for it.
const IDLE: u8 = 0;
/// The handler waits for it: a deadline that passes then is the client's.
const WAITING: u8 = 1;
const TOO_SLOW: u8 = 2;
const BROKEN_OFF: u8 = 3;

impl Waits {
    /// How the call ended, if that is the client's doing: a handler that waited for the body when the deadline passed, or that did not
    /// succeed after the body had failed.
    pub(super) fn clients_doing(&self, ended: &Ended) -> Option<Ended> {
        let failed = match ended {
            Ended::Answered(draft) => draft.status().as_u16() >= 400,
            Ended::Failed(_) => true,
            Ended::TimedOut => return (self.state() == WAITING).then_some(Ended::TimedOut),
            Ended::Refused(_) | Ended::Panicked(_) | Ended::BrokenOff => false,
        };
        match self.state() {
            TOO_SLOW if failed => Some(Ended::TimedOut),
            BROKEN_OFF if failed => Some(Ended::BrokenOff),
            _ => None,
        }
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, state: u8) {
        self.0.store(state, Ordering::Relaxed);
    }
}

/// A body that tells what becomes of it.
pub(super) struct Awaited<B> {
    body: B,
    waits: Waits,
}

impl<B> Awaited<B> {
    pub(super) const fn new(body: B, waits: Waits) -> Self {
        Self { body, waits }
    }
}

impl<B> http_body::Body for Awaited<B>
where
    B: http_body::Body<Error = Box<dyn Error + Send + Sync>> + Unpin,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        self.waits.set(match &frame {
            Poll::Pending => WAITING,
            Poll::Ready(Some(Err(error))) => match Unreceived::by(&**error) {
                Unreceived::TooSlow => TOO_SLOW,
                Unreceived::BrokenOff => BROKEN_OFF,
                Unreceived::Refused(_) => IDLE,
            },
            Poll::Ready(_) => IDLE,
        });
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A handler that gives up on the body waits for it no longer.
impl<B> Drop for Awaited<B> {
    fn drop(&mut self) {
        let _ = self.waits.0.compare_exchange(WAITING, IDLE, Ordering::Relaxed, Ordering::Relaxed);
    }
}
