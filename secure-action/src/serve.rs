//! `serve`: the server around the router, with the limits a public one needs.

mod body;
mod connection;
mod cut_off;
mod head;
mod refusals;
mod seat;
mod seats;
mod stream;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::join_all;
use http::StatusCode;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout_at};

use crate::security::Served;
use connection::Connections;
use refusals::{Reason, Refusals};
use seat::Order;
use seats::{Caps, Full, Seats};

/// Serves `app` with the defaults of [`Server`] until the process is asked to stop, then finishes requests and flushes the
/// audit trail. Once it has returned `Ok`, the process may end at once: every call that was answered is in the trail.
///
/// # Errors
/// If development mode would be reachable from other machines; if something of the trail could not be stored by the end.
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

/// An HTTP/1.1 server with deadlines for slow clients, caps on connections, and an end that loses nothing.
///
/// TLS and HTTP/2 belong to the proxy in front.
///
/// # Connections
/// There is a cap on all of them, and one for each client, which is an IPv4 address or an IPv6 /64. What a client opens beyond
/// its cap is answered with 429 and closed at once. When all are taken, idle ones make room for a newcomer: first those of the
/// clients that hold most, of theirs the ones that have been idle longest, and never those of a client that holds fewer than
/// the newcomer. Only if there is none, because every connection is at work, the newcomer is answered with 503. Accepting
/// never waits.
///
/// A trusted proxy ([`trusted_proxies`](crate::SecurityBuilder::trusted_proxies)) speaks for many clients: it has no cap of
/// its own, and its connections are never closed for others. It is known as such from the first request that reached an action
/// with that configuration. There are never more connections than places in the smallest
/// [`audit_queue`](crate::SecurityBuilder::audit_queue) of the configurations served, because each may hold a place.
///
/// # Requests
/// | what | bound | beyond it |
/// |---|---|---|
/// | the head: request line, headers, and the line breaks | 64 KiB, 100 headers | 431 |
/// | the time for a head, and for an idle connection | [`header_read_timeout`](Self::header_read_timeout) | 408, or closed if nothing came |
/// | how long a body is waited for | five seconds, and one more for each KiB that has come, but never more than 30 at once | 408; for a plain route an error of its body |
/// | an answer that is not taken | [`write_timeout`](Self::write_timeout), then 1 KiB/s | closed |
///
/// hyper reads HTTP/1.1 strictly, except that it takes a bare LF for the end of a line of the head (RFC 9112, section 2.2, allows
/// it; in a chunked body it does not), and that of a length and chunks it believes the chunks and ends the connection after the answer.
/// A chunk may announce any size: what counts is what arrives. What is not HTTP at all, does not name one host that can be one, or names a transfer
/// coding besides `chunked`, is answered with 400, and the connection ends: what follows on it may have been meant as
/// something else than the next request. `CONNECT` and `OPTIONS *` are for the application, which has no route for them: it answers 404.
///
/// What is refused here concerns no action, so it is in no audit trail. It is counted in the metric
/// `secure_action_connections_refused_total`, by `reason`, and the log has a line for each reason every ten seconds at most.
///
/// # Answers
/// The audit event of an answer that is made whole is written before it is sent: `allowed` says that the function has succeeded, not
/// that the client has the answer. An answer of which the operating system did not take everything is counted in the metric
/// `secure_action_answers_cut_off_total`, by `reason`: `slow_reader`, `client_gone`, `failed` (its body did) or `stopping`. The log has a line
/// for each with the id of the request, at the level `debug` where the client is gone. An answer that is made while it is sent has
/// an audit event of its end besides.
///
/// A client that ends its half of the connection, and would still read, cannot be told from one that is gone, and is treated as
/// such. In the middle of a body, that is answered with 400 and recorded as `client_disconnect`. While a call waits for something, the
/// call is cut off and recorded as cancelled; while an answer is sent, the rest of it is not. A request that comes together with that
/// end may not even be begun: nothing runs, and there is no event. So a client must keep its half open until it has the whole answer.
///
/// # The end
/// When asked to stop, the server accepts nothing more, closes idle connections, and lets running requests finish. What then still
/// runs is cut off, and recorded as cancelled; last, every audit trail is flushed. All of this together takes at most
/// [`stop_within`](Self::stop_within).
#[derive(Clone, Debug)]
pub struct Server {
    header_read_timeout: Duration,
    write_timeout: Duration,
    connections: usize,
    connections_per_client: Option<usize>,
    stop_within: Duration,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            header_read_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            connections: 10_000,
            connections_per_client: None,
            stop_within: Duration::from_secs(25),
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

    /// How long a client may take nothing of an answer that waits to be sent (default: 30 s). Each KiB that it takes gives a
    /// second back, and so does the time in which nothing waits; it is never more than this. So 1 KiB/s is fast enough for ever, and a
    /// stream that pauses is no slow client. The default allows for the operating system, which tells of progress in steps.
    #[must_use]
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout;
        self
    }

    /// How many connections are open at once (default: 10 000). The process needs as many descriptors.
    #[must_use]
    pub fn connections(mut self, most: usize) -> Self {
        self.connections = most.max(1);
        self
    }

    /// How many connections one client may have, an IPv4 address or an IPv6 /64 (default: a tenth of
    /// [`connections`](Self::connections)). Trusted proxies have no such cap.
    #[must_use]
    pub fn connections_per_client(mut self, most: usize) -> Self {
        self.connections_per_client = Some(most.max(1));
        self
    }

    /// How long the end may take after the signal to stop, all in all (default: 25 s, because Kubernetes kills after 30). The last
    /// fifth of it, 5 s at most, is kept for cutting off what still runs and for the audit trail.
    #[must_use]
    pub fn stop_within(mut self, longest: Duration) -> Self {
        self.stop_within = longest;
        self
    }

    /// Serves `app` until `stop` is ready, then finishes what is running and flushes the audit trail of every configuration that
    /// has served a request here, whoever else holds it. Once it has returned `Ok`, the process may end at once.
    ///
    /// Work that an action has handed to `spawn_blocking` or to a task of its own goes on after this, unrecorded.
    ///
    /// # Errors
    /// If development mode would be reachable from other machines; if by the end a call could not be cut off, because it blocks
    /// its thread, or a sink has not stored everything.
    pub async fn serve(self, listener: TcpListener, app: Router, stop: impl Future<Output = ()>) -> io::Result<()> {
        let address = listener.local_addr()?;
        if crate::security::development_is_local_only() && !address.ip().is_loopback() {
            return Err(io::Error::other(format!(
                "refusing to serve development mode on the public address {address}: bind a loopback address, or write \
                 `Development::dangerously_public()`"
            )));
        }
        let served = Served::default();
        let refusals = Arc::new(Refusals::new(served.clone()).map_err(io::Error::other)?);
        let seats = Arc::new(Seats::default());
        let connections = Arc::new(Connections {
            app,
            served: served.clone(),
            refusals,
            header_read_timeout: self.header_read_timeout,
            write_timeout: self.write_timeout,
        });
        tokio::select! {
            biased;
            () = stop => {}
            () = self.accept(&listener, &seats, &connections) => {}
        }
        drop(listener);
        self.end(&seats, &served).await
    }

    /// Accepts connections, for ever.
    async fn accept(&self, listener: &TcpListener, seats: &Arc<Seats>, connections: &Arc<Connections>) {
        loop {
            let (stream, peer) = next(listener, seats).await;
            match seats.take(peer.ip(), connections.served.is_proxy(peer.ip()), self.caps(&connections.served)) {
                Ok(place) => {
                    prepare(&stream);
                    let connections = Arc::clone(connections);
                    tokio::spawn(async move { connections.run(stream, peer, place).await });
                }
                Err(full) => refuse(&stream, full, &connections.refusals),
            }
        }
    }

    fn caps(&self, served: &Served) -> Caps {
        let all = served.audit_places().map_or(self.connections, |places| self.connections.min(places)).max(1);
        Caps { all, per_client: self.connections_per_client.unwrap_or_else(|| all.div_ceil(10)).min(all) }
    }

    /// Lets requests finish, cuts off what does not, and flushes the audit trails.
    async fn end(&self, seats: &Seats, served: &Served) -> io::Result<()> {
        let begin = Instant::now();
        let end = begin + self.stop_within;
        let last = (self.stop_within / 5).min(Duration::from_secs(5));
        tracing::info!(connections = seats.len(), "stopping: waiting for running requests");
        seats.tell_all(Order::Finish);
        if timeout_at(end - last, seats.until_empty()).await.is_err() {
            tracing::warn!(connections = seats.len(), "stopping: what still runs is cut off");
            seats.tell_all(Order::End);
            // A call that blocks its thread cannot be cut off; the trail must have its time all the same.
            let _ = timeout_at(end - last / 2, seats.until_empty()).await;
        }
        let trails = served.all();
        let flushed = timeout_at(end, join_all(trails.iter().map(|core| core.trail.flush()))).await;
        match (seats.len(), flushed) {
            (0, Ok(_)) => Ok(()),
            (0, Err(_)) => Err(io::Error::new(io::ErrorKind::TimedOut, "the audit trail has not stored everything in time")),
            (blocked, _) => Err(io::Error::new(
                io::ErrorKind::TimedOut,
                format!("{blocked} calls block their threads: they could not be cut off, and are not in the audit trail"),
            )),
        }
    }
}

/// How much of an answer the operating system holds that it has not sent yet. With more, it would be long before anybody knew
/// that a client takes nothing, or that a slow one takes something.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNSENT: u32 = 32 * 1024;

fn prepare(stream: &TcpStream) {
    // Answers are small; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    #[cfg(any(target_os = "android", target_os = "linux"))]
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

/// A word to whoever cannot be served, if the operating system takes it at once.
fn refuse(stream: &TcpStream, full: Full, refusals: &Refusals) {
    let (reason, status) = match full {
        Full::Client => (Reason::ClientConnections, StatusCode::TOO_MANY_REQUESTS),
        Full::Everything => (Reason::Connections, StatusCode::SERVICE_UNAVAILABLE),
    };
    refusals.count(reason);
    let _ = stream.try_write(&refusals.answer(status, Some(Duration::from_secs(1))));
}

/// The next connection.
///
/// Running out of descriptors is waited out, and idle connections are given up for it: asking again at once would only burn a
/// processor.
async fn next(listener: &TcpListener, seats: &Seats) -> (TcpStream, SocketAddr) {
    let mut reported = None;
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_connection_error(&error) => {}
            Err(error) => {
                if reported.replace(error.kind()) != Some(error.kind()) {
                    tracing::error!(%error, "cannot accept connections");
                }
                seats.give_up_some();
                tokio::time::sleep(Duration::from_millis(50)).await;
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
