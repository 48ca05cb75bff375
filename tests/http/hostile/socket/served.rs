//! The application on a real socket, spoken to in bytes.

use std::net::SocketAddr;

use secure_action::Server;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::hostile::target::{ECHO, Target};

pub(super) struct Served {
    pub(super) target: Target,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Served {
    pub(super) async fn start() -> Self {
        let target = Target::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let router = target.router.clone();
        let server = tokio::spawn(async move {
            let stopped = async move {
                let _ = stopped.await;
            };
            Server::new().serve(listener, router, stopped).await
        });
        Self { target, address, stop, server }
    }

    /// Sends bytes and nothing more, and reads until the server hangs up. It may do so before it has read everything.
    pub(super) async fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).expect("text");
        assert!(!answer.starts_with("HTTP/1.1 5") && !answer.contains(ECHO), "{answer}");
        answer
    }

    /// The server still answers; then it stops, and these are all its events.
    pub(super) async fn stop(self) -> Vec<Value> {
        let answer = self.send(b"GET /search?q=last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        self.stop.send(()).expect("the server runs");
        self.server.await.expect("no panic").expect("a clean stop");
        let mut events = self.target.world.new_events().await;
        let last = events.pop().expect("the last event");
        assert_eq!((&last["action"], &last["status"]), (&"search".into(), &200.into()));
        events
    }
}

/// How many answers there are, and whether the only one has this status.
pub(super) fn is_only(answer: &str, status: u16) -> bool {
    answer.matches("HTTP/1.1 ").count() == 1 && answer.starts_with(&format!("HTTP/1.1 {status}"))
}

/// An answer of the application: a problem with a code and a request id.
pub(super) fn is_problem(answer: &str, status: u16) -> bool {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    is_only(answer, status)
        && head.contains("content-type: application/problem+json")
        && body["code"].is_string()
        && body["request_id"].as_str().is_some_and(|id| head.contains(&format!("x-request-id: {id}")))
}
