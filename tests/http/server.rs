//! `Server` on a real socket: shutdown, connection cap, slow and oversized heads, clients that do not read.

use std::time::Duration;

use secure_action::{Json, Result, Server, action, actions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::world::{App, World};

#[action(app = App, get = "/hello", public)]
async fn hello() -> Result<Json<&'static str>> {
    Ok(Json("hello"))
}

/// More than the operating system holds for a client that does not read.
const LARGE: usize = 64 * 1024 * 1024;

#[action(app = App, get = "/large", public)]
async fn large() -> Result<Json<String>> {
    Ok(Json("a".repeat(LARGE)))
}

struct Running {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

async fn start(world: &World, server: Server) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = world.router(actions![hello, large]);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let stopped = async move {
            let _ = stopped.await;
        };
        server.serve(listener, router, stopped).await
    });
    Running { address, stop, server }
}

async fn ask(address: std::net::SocketAddr, head: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("a request");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_are_answered_until_the_server_stops_and_the_trail_is_complete() {
    let world = World::new();
    let running = start(&world, Server::new()).await;
    let answer = ask(running.address, "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\"hello\""), "{answer}");
    // A connection that is kept alive does not keep the server.
    let mut idle = TcpStream::connect(running.address).await.expect("a connection");
    idle.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    let mut first = [0; 16];
    idle.read_exact(&mut first).await.expect("an answer");
    running.stop.send(()).expect("the server runs");
    running.server.await.expect("no panic").expect("a clean stop");
    assert_eq!(world.events().await.len(), 2);
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn oversized_heads_are_431() {
    let world = World::new();
    let running = start(&world, Server::new()).await;
    let large = format!("GET /hello HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n\r\n", "a".repeat(1_000_000));
    let mut stream = TcpStream::connect(running.address).await.expect("a connection");
    // The server may hang up before it has read everything.
    let _ = stream.write_all(large.as_bytes()).await;
    let mut answer = [0; 12];
    let read = stream.read_exact(&mut answer).await;
    assert!(read.is_err() || &answer == b"HTTP/1.1 431", "{}", String::from_utf8_lossy(&answer));
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    let answer = ask(running.address, &format!("GET /hello HTTP/1.1\r\nhost: x\r\n{many}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let answer = ask(running.address, "GET /hello HTTP/1.1\r\nhost x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn a_client_that_sends_no_head_is_dropped() {
    let world = World::new();
    let running = start(&world, Server::new().header_read_timeout(Duration::from_millis(50))).await;
    for begin in ["", "GET /hello HTTP/1.1\r\nhost: x\r\n"] {
        // Reads to the end: the test would hang if the server waited.
        let answer = ask(running.address, begin).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

#[tokio::test]
async fn connections_are_capped() {
    let world = World::new();
    let running = start(&world, Server::new().connections(1).header_read_timeout(Duration::from_millis(100))).await;
    let _occupied = TcpStream::connect(running.address).await.expect("a connection");
    // It waits in the listener's queue until the silent one is dropped.
    let answer = ask(running.address, "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_gives_its_place_to_another() {
    let world = World::new();
    let running = start(&world, Server::new().connections(1).write_timeout(Duration::from_millis(100))).await;
    let mut silent = TcpStream::connect(running.address).await.expect("a connection");
    silent.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    let answer = ask(running.address, "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // The answer was given, whether or not anybody read it.
    let events = world.events().await;
    assert_eq!(events.iter().map(|event| &event["action"]).collect::<Vec<_>>(), ["large", "hello"]);
    // What the client finds is not all of it.
    let mut received = Vec::new();
    let _ = silent.read_to_end(&mut received).await;
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
