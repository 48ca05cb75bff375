//! A process that ends as soon as `serve` has returned: nothing of its trail is missing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::*;

struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(trail: &Path, seconds: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ends-at-once"));
        command.arg(trail).args(seconds).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        Self { child, address: line.trim().parse().expect("an address") }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// The events of the trail once the process has ended well, by what they are about and how that ended.
    fn events(mut self, trail: &Path) -> Vec<String> {
        assert!(self.child.wait().expect("an end").success());
        let lines = std::fs::read_to_string(trail).expect("a trail");
        let event = |line: &str| serde_json::from_str::<Value>(line).expect("whole lines");
        lines.lines().map(event).map(|event| format!("{} {}", event["action"], event["outcome"])).collect()
    }
}

/// Two hundred requests, some at a time, of which every answer has been read.
async fn two_hundred(process: &Process) {
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(process.connect().await);
    }
    for _ in 0..10 {
        for stream in &mut streams {
            stream.write_all(HELLO.replace("close", "open-").as_bytes()).await.expect("a request");
        }
        for stream in &mut streams {
            let mut answer = Vec::new();
            while !answer.ends_with(b"\"hello\"") {
                answer.push(stream.read_u8().await.expect("an answer"));
            }
        }
    }
}

#[tokio::test]
async fn trap_37_two_hundred_answers_are_two_hundred_events() {
    let folder = tempfile::tempdir().expect("a folder");
    let trail = folder.path().join("audit.jsonl");
    let process = Process::start(&trail, None);
    two_hundred(&process).await;
    let pid = Pid::from_child(&process.child);
    kill_process(pid, Signal::TERM).expect("a signal");
    let events = process.events(&trail);
    assert_eq!(events.len(), 200);
    assert!(events.iter().all(|event| event == "\"hello\" \"allowed\""));
}

#[tokio::test]
async fn trap_37_calls_that_never_end_are_in_the_trail_as_cancelled() {
    let folder = tempfile::tempdir().expect("a folder");
    let trail = folder.path().join("audit.jsonl");
    let mut process = Process::start(&trail, Some("3"));
    let mut running = Vec::new();
    for path in ["/never", "/blocking"] {
        let mut stream = process.connect().await;
        stream.write_all(NEVER.replace("/never", path).as_bytes()).await.expect("a request");
        running.push(stream);
    }
    // By then the two have long been read.
    two_hundred(&process).await;
    drop(process.child.stdin.take());
    for stream in &mut running {
        assert_eq!(rest(stream).await, "");
    }
    let mut events = process.events(&trail).split_off(200);
    events.sort();
    assert_eq!(events, ["\"blocking\" \"cancelled\"", "\"never\" \"cancelled\""]);
}
