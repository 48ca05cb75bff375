//! `serve`: the server around the router, with the limits a public one needs.

#[cfg(test)]
mod tests;

use std::future::{Future, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures_util::future::Either;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::Service;

use crate::request::Host;

/// Serves `app` with the defaults of [`Server`] until the process is asked to stop, then finishes requests and flushes the
/// audit trail.
///
/// # Errors
/// If development mode would be reachable from other machines.
///
/// ```no_run
/// # async fn run(app: axum::Router) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// secure_action::serve(listener, app).await
/// # }
/// ```
pub async fn serve(listener: TcpListener, app: Router) -> io::Result<()> {
    Server::new().serve(listener, app, stop_signal()).await
}

/// An HTTP/1.1 server with deadlines for slow clients, a cap on connections and a graceful shutdown.
///
/// TLS and HTTP/2 belong to the proxy in front. Headers are limited to 64 KiB and 100 lines: larger ones are answered with
/// 431.
#[derive(Clone, Debug)]
pub struct Server {
    header_read_timeout: Duration,
    write_timeout: Duration,
    connections: usize,
    grace: Duration,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            header_read_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            connections: 10_000,
            grace: Duration::from_secs(30),
        }
    }
}

impl Server {
    /// A server with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a client may take to send the head of a request, and how long a connection may be idle (default: 10 s).
    #[must_use]
    pub fn header_read_timeout(mut self, timeout: Duration) -> Self {
        self.header_read_timeout = timeout;
        self
    }

    /// How long a client may take no byte of an answer that is waiting to be sent, before its connection is closed (default:
    /// 30 s). An answer may take as long as it likes, as long as it arrives.
    #[must_use]
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout;
        self
    }

    /// How many connections are open at once (default: 10 000); further ones wait in the listener's queue.
    #[must_use]
    pub fn connections(mut self, most: usize) -> Self {
        self.connections = most.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// How long running requests may take after the signal to stop (default: 30 s).
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Serves `app` until `stop` is ready, then finishes what is running and flushes the audit trail.
    ///
    /// # Errors
    /// If development mode would be reachable from other machines.
    pub async fn serve(self, listener: TcpListener, app: Router, stop: impl Future<Output = ()>) -> io::Result<()> {
        let address = listener.local_addr()?;
        if crate::security::development_is_local_only() && !address.ip().is_loopback() {
            return Err(io::Error::other(format!(
                "refusing to serve development mode on the public address {address}: bind a loopback address, or write \
                 `Development::dangerously_public()`"
            )));
        }
        let slots = Arc::new(Semaphore::new(self.connections));
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = async {
                let slot = Arc::clone(&slots).acquire_owned().await;
                (slot, accept(&listener).await)
            };
            let (slot, (stream, peer)) = tokio::select! {
                accepted = accepted => accepted,
                () = &mut stop => break,
            };
            // Answers are small; waiting to fill a packet only delays them.
            let _ = stream.set_nodelay(true);
            let connection = graceful.watch(self.connection(stream, peer, app.clone()));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%peer, %error, "connection closed");
                }
                drop(slot);
            });
        }
        drop(listener);
        tracing::info!("stopping: waiting for running requests");
        if tokio::time::timeout(self.grace, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests did not finish within {:?}; their connections are dropped", self.grace);
        }
        // The last router to go takes the audit trail with it, and that one writes everything before it is gone.
        drop(app);
        Ok(())
    }

    fn connection<S: AsyncRead + AsyncWrite>(
        &self,
        stream: S,
        peer: SocketAddr,
        app: Router,
    ) -> http1::Connection<
        Timed<S>,
        impl hyper::service::HttpService<Incoming, ResBody = Body, Error = std::convert::Infallible, Future: Send> + use<S>,
    > {
        const HEAD: usize = 64 * 1024;

        // A client that reads nothing would hold one of the connections for ever.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.write_timeout));
        let service = service_fn(move |request: Request<Incoming>| {
            if Host::on_the_wire(request.version(), request.uri(), request.headers()).is_err() {
                return Either::Left(ready(Ok(bad_request())));
            }
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            Either::Right(app.clone().call(request))
        });
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_read_timeout)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    }
}

/// A connection that fails once its client takes no byte for too long.
type Timed<S> = TokioIo<Pin<Box<TimeoutStream<S>>>>;

/// 400 without a body, as hyper answers everything else that is not HTTP.
fn bad_request() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

/// The next connection.
///
/// Running out of descriptors is waited out: it passes when a connection ends, which nothing announces, and asking again at once
/// would only burn a processor. A stop is not held up, because whoever awaits this also awaits that.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_connection_error(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn is_connection_error(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset)
}

/// Ready when the process is asked to stop: SIGTERM or Ctrl-C.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
