//! `Stream`: the bytes of one connection, written at the pace of its client.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::refusals::Refusals;
use super::seat::Seat;
use crate::request::Pace;

/// A connection that fails once its client is too slow in taking an answer, and on which the answers that hyper makes by itself
/// have the headers of all others.
#[derive(Debug)]
pub(super) struct Stream<S> {
    io: S,
    seat: Arc<Seat>,
    refusals: Arc<Refusals>,
    pace: Pace,
    /// Made when the client has to be waited for.
    timer: Option<Pin<Box<Sleep>>>,
    /// What is sent in place of hyper's own answer, and how much of it is.
    own: Option<(Vec<u8>, usize)>,
}

/// Why writing to a connection fails.
#[derive(Debug, thiserror::Error)]
#[error("the client takes its answer too slowly")]
pub(super) struct SlowReader;

impl<S> Stream<S> {
    pub(super) fn new(io: S, seat: Arc<Seat>, refusals: Arc<Refusals>, pace: Pace) -> Self {
        Self { io, seat, refusals, pace, timer: None, own: None }
    }

    pub(super) fn into_inner(self) -> S {
        self.io
    }

    /// What `written` means for the client's pace.
    fn paced(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                if self.pace.is_waiting() {
                    self.pace.moved(Instant::now(), bytes);
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let deadline = self.pace.waits(Instant::now());
                let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
                if timer.deadline() != deadline {
                    timer.as_mut().reset(deadline);
                }
                ready!(timer.as_mut().poll(context));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, SlowReader)))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> Stream<S> {
    /// Writes what stands in place of hyper's own answer, whole.
    fn poll_own(&mut self, context: &mut Context<'_>, length: usize) -> Poll<io::Result<usize>> {
        while let Some((bytes, sent)) = &mut self.own
            && let Some(rest) = bytes.get(*sent..).filter(|rest| !rest.is_empty())
        {
            let written = Pin::new(&mut self.io).poll_write(context, rest);
            let count = ready!(self.paced(context, written))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            if let Some((_, sent)) = &mut self.own {
                *sent += count;
            }
        }
        self.own = None;
        Poll::Ready(Ok(length))
    }

    /// Whether `head` is hyper's own answer to what is not HTTP. Nothing else is ever written while the connection waits for a
    /// request, and everything before has been sent.
    fn replaces(&mut self, head: &[u8]) -> bool {
        if self.own.is_none() && self.seat.is_idle() {
            self.own = self.refusals.dress(head).map(|bytes| (bytes, 0));
        }
        self.own.is_some()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.replaces(bytes) {
            return self.poll_own(context, bytes.len());
        }
        let written = Pin::new(&mut self.io).poll_write(context, bytes);
        self.paced(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [head] = slices
            && self.replaces(head)
        {
            return self.poll_own(context, head.len());
        }
        let written = Pin::new(&mut self.io).poll_write_vectored(context, slices);
        self.paced(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.io).poll_flush(context))?;
        self.seat.sent();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
