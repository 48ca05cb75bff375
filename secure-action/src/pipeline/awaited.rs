//! `Awaited`: the body before a handler, and whether the handler waits for it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};

/// Whether the body of a request is being waited for. A deadline that passes then is the client's doing.
#[derive(Clone, Default)]
pub(super) struct Waits(Arc<AtomicBool>);

impl Waits {
    pub(super) fn is_waiting(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A body that tells when it is being waited for.
pub(super) struct Awaited<B> {
    body: B,
    waits: Waits,
}

impl<B> Awaited<B> {
    pub(super) const fn new(body: B, waits: Waits) -> Self {
        Self { body, waits }
    }
}

impl<B: http_body::Body + Unpin> http_body::Body for Awaited<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        self.waits.0.store(frame.is_pending(), Ordering::Relaxed);
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
        self.waits.0.store(false, Ordering::Relaxed);
    }
}
