//! One connection: its requests, until it ends or is told to.

use std::convert::Infallible;
use std::future::ready;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures_util::TryFutureExt;
use futures_util::future::Either;
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tower::Service;

use super::body::Answering;
use super::cut_off::CutOff;
use super::head;
use super::refusals::{Reason, Refusals};
use super::seat::{Order, Seat};
use super::seats::Place;
use super::stream::Stream;
use crate::answer::{Response, X_REQUEST_ID};
use crate::request::{Pace, Paced};
use crate::security::Served;

/// The most that a head may be, in bytes: request line, headers, and the empty line after them.
const LONGEST_HEAD: usize = 64 * 1024;

/// What all connections of a server have in common.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pub(super) app: Router,
    pub(super) served: Served,
    pub(super) refusals: Arc<Refusals>,
    pub(super) header_read_timeout: Duration,
    pub(super) write_timeout: Duration,
}

impl Connections {
    /// Answers the requests of one connection.
    pub(super) async fn run<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S, peer: SocketAddr, place: Place) {
        let seat = Arc::clone(place.seat());
        let stream = Stream::new(
            stream,
            Arc::clone(&seat),
            Arc::clone(&self.refusals),
            Pace::new(self.write_timeout, self.write_timeout),
        );
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_read_timeout)
            .max_header_size(LONGEST_HEAD)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(TokioIo::new(stream), self.service(peer, Arc::clone(&seat)));
        let ended = loop {
            tokio::select! {
                biased;
                ended = &mut connection => break ended,
                order = seat.order() => match order {
                    Order::Finish if !seat.is_idle() => Pin::new(&mut connection).graceful_shutdown(),
                    Order::Finish => break Ok(()),
                    Order::End => {
                        tell_unsent(CutOff::Stopping, &seat, peer);
                        return;
                    }
                },
            }
        };
        let Err(error) = ended else { return };
        tracing::debug!(%peer, %error, "connection closed");
        tell_unsent(CutOff::by(&error), &seat, peer);
        if error.is_parse_too_large() {
            self.refusals.count(Reason::LargeHead);
        } else if error.is_parse() {
            self.refusals.count(Reason::Malformed);
        } else if error.is_timeout() {
            // Nobody waits for an answer on a connection that was only idle.
            let parts = connection.into_parts();
            if !parts.read_buf.is_empty() {
                self.refusals.count(Reason::SlowHead);
                let answer = self.refusals.answer(StatusCode::REQUEST_TIMEOUT, None);
                // What the operating system does not take at once is not waited for.
                let mut stream = parts.io.into_inner().into_inner();
                let _ = Pin::new(&mut stream).poll_write(&mut Context::from_waker(Waker::noop()), &answer);
            }
        }
    }

    fn service(
        &self,
        peer: SocketAddr,
        seat: Arc<Seat>,
    ) -> impl HttpService<Incoming, ResBody = Answering, Error = Infallible, Future: Send> + Unpin + use<> {
        let (app, served, refusals) = (self.app.clone(), self.served.clone(), Arc::clone(&self.refusals));
        service_fn(move |request: Request<Incoming>| {
            seat.begin_call();
            let seat = Arc::clone(&seat);
            let answer = move |response: Response| {
                seat.begin_answer(response.headers().get(X_REQUEST_ID).cloned());
                response.map(|body| Answering::new(body, seat))
            };
            if let Err(refusal) = head::check(&request) {
                return Either::Left(ready(Ok(answer(refusals.malformed(&refusal)))));
            }
            let incomplete = (!request.uri().path().starts_with('/')).then(|| Arc::clone(&refusals));
            let mut request = request.map(|body| Body::new(Paced::new(body)));
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(served.clone());
            Either::Right(app.clone().call(request).map_ok(move |mut response| {
                if let Some(refusals) = incomplete {
                    refusals.complete(response.headers_mut());
                }
                answer(response)
            }))
        })
    }
}

/// Tells of the answer that was on its way when the connection ended.
fn tell_unsent(cut_off: CutOff, seat: &Seat, peer: SocketAddr) {
    if let Some(id) = seat.unsent() {
        cut_off.tell(id.as_ref(), peer);
    }
}
