//! `Server` on a real socket: caps on connections, heads, clients that do not read, and the end.

mod caps;
mod end;
mod gone;
mod heads;
mod process;

use std::net::SocketAddr;
use std::time::Duration;

use secure_action::{Json, Result, Server, action, actions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::world::{App, World};

#[action(app = App, get = "/hello", public, rate_limit = "100000/1m")]
async fn hello() -> Result<Json<&'static str>> {
    Ok(Json("hello"))
}

/// More than the operating system holds for a client that does not read.
const LARGE: usize = 64 * 1024 * 1024;

#[action(app = App, get = "/large", public)]
async fn large() -> Result<Json<String>> {
    Ok(Json("a".repeat(LARGE)))
}

/// Never answers.
#[action(app = App, get = "/never", public, timeout = "1h", rate_limit = "100000/1m")]
async fn never() -> Result<()> {
    std::future::pending().await
}

pub(crate) const HELLO: &str = "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
pub(crate) const NEVER: &str = "GET /never HTTP/1.1\r\nhost: x\r\n\r\n";

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Running {
    pub(crate) async fn start(world: &World, server: Server) -> Self {
        Self::serve(world.router(actions![hello, large, never]), server).await
    }

    pub(crate) async fn serve(router: axum::Router, server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let stopped = async move {
                let _ = stopped.await;
            };
            server.serve(listener, router, stopped).await
        });
        Self { address, stop, server }
    }

    /// A connection from another of the addresses that this machine has.
    pub(crate) async fn connect_from(&self, last: u8) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).expect("an address of this machine");
        socket.connect(self.address).await.expect("a connection")
    }

    /// Everything until the server hangs up.
    pub(crate) async fn ask(&self, head: &str) -> String {
        ask(self.connect_from(1).await, head).await
    }

    /// Stops the server, which has nothing left to do.
    pub(crate) async fn stop(self) {
        self.stop.send(()).expect("the server runs");
        self.server.await.expect("no panic").expect("a clean stop");
    }
}

async fn ask(mut stream: TcpStream, head: &str) -> String {
    // The server may hang up before it has read everything.
    let _ = stream.write_all(head.as_bytes()).await;
    rest(&mut stream).await
}

pub(crate) async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).expect("text")
}

/// Whether this is one answer, with this status and the headers that every answer has, and the last of its connection.
#[track_caller]
fn is_last(answer: &str, status: u16) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    let (head, _) = answer.split_once("\r\n\r\n").expect("a head");
    for header in [
        "connection: close",
        "date: ",
        "x-request-id: ",
        "x-content-type-options: nosniff",
        "strict-transport-security: ",
        "content-security-policy: ",
    ] {
        assert_eq!(head.matches(&format!("\r\n{header}")).count(), 1, "{header}: {answer}");
    }
}

#[tokio::test]
async fn requests_are_answered_until_the_server_stops_and_the_trail_is_complete() {
    let world = World::new();
    let running = Running::start(&world, Server::new()).await;
    let answer = running.ask(HELLO).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\"hello\""), "{answer}");
    // A connection that is kept alive does not keep the server.
    let mut idle = running.connect_from(1).await;
    idle.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    let mut first = [0; 16];
    idle.read_exact(&mut first).await.expect("an answer");
    let address = running.address;
    running.stop().await;
    // Nobody else has flushed it.
    assert_eq!(world.trail.lines().len(), 2);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_gives_its_place_to_another() {
    let world = World::new();
    let running = Running::start(&world, Server::new().connections(1).write_timeout(Duration::from_millis(100))).await;
    let mut silent = running.connect_from(1).await;
    silent.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    let mut status = [0; 12];
    silent.read_exact(&mut status).await.expect("the begin of an answer");
    // Until then there is no room, and that is said at once.
    let answer = loop {
        let answer = running.ask(HELLO).await;
        if !answer.is_empty() && !answer.starts_with("HTTP/1.1 429") {
            break answer;
        }
    };
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // The answer was given, whether or not anybody read it.
    let events = world.events().await;
    assert_eq!(events.iter().map(|event| &event["action"]).collect::<Vec<_>>(), ["large", "hello"]);
    // What the client finds is not all of it.
    let received = rest(&mut silent).await;
    assert!(received.len() < LARGE, "{}", received.len());
}

#[tokio::test]
async fn development_mode_is_not_served_to_others() {
    let world = World::new();
    drop(world.router_with(world.security().development(secure_action::Development::local()), actions![hello]));
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let served = Server::new().serve(listener, axum::Router::new(), async {}).await;
    assert!(served.is_err_and(|error| error.to_string().contains("development mode")));
}
