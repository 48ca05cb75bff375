//! Slow clients and the server's end, on connections in memory and in a time that is paused.

mod answers;
mod bodies;
mod end;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task::JoinHandle;

use super::*;

const TIMEOUT: Duration = Duration::from_secs(30);
const SECOND: Duration = Duration::from_secs(1);

/// A server without a listener.
struct House {
    seats: Arc<Seats>,
    connections: Arc<Connections>,
}

impl House {
    fn new(app: Router) -> Self {
        let served = Served::default();
        let connections = Connections {
            app,
            refusals: Arc::new(Refusals::new(served.clone()).unwrap()),
            served,
            header_read_timeout: Duration::from_secs(10),
            write_timeout: TIMEOUT,
        };
        Self { seats: Arc::default(), connections: Arc::new(connections) }
    }

    /// A client, and the task of its connection. What is on the way is at most 1000 bytes.
    fn connect(&self) -> (DuplexStream, JoinHandle<()>) {
        let (client, stream) = duplex(1000);
        let peer = SocketAddr::from(([203, 0, 113, 9], 50_000));
        let place = self.seats.take(peer.ip(), false, Caps { all: 100, per_client: 100 }).unwrap();
        let connections = Arc::clone(&self.connections);
        (client, tokio::spawn(async move { connections.run(stream, peer, place).await }))
    }
}

async fn send(client: &mut DuplexStream, bytes: &str) {
    client.write_all(bytes.as_bytes()).await.unwrap();
}

async fn ask(client: &mut DuplexStream, path: &str, connection: &str) {
    send(client, &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: {connection}\r\n\r\n")).await;
}

/// Everything until the server hangs up.
async fn rest(client: &mut DuplexStream) -> String {
    let mut answer = Vec::new();
    let _ = client.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}
