//! The program on a machine with nothing on it, and what it says when it cannot start.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn teamspace(folder: &Path, port: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_teamspace"));
    command.args(arguments).env("DATA", folder).env("PORT", port);
    command
}

fn ended(folder: &Path, port: &str, arguments: &[&str]) -> Output {
    teamspace(folder, port, arguments).output().expect("the program")
}

/// The running program, stopped when it is dropped.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let mut child = teamspace(folder, "0", &[]).stderr(Stdio::piped()).spawn().expect("the program");
        let told = BufReader::new(child.stderr.take().expect("its words"));
        let line = told.lines().map_while(Result::ok).find(|line| line.contains("listens")).expect("where it listens");
        let address = line.rsplit("http://").next().expect("an address").to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str, token: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a server");
        let address = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
            .expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn it_starts_on_an_empty_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("made/by/itself");
    let running = Running::start(&data);

    let token = ended(&data, "0", &["token", "uma"]);
    let token = String::from_utf8(token.stdout).expect("text");
    let answer = running.get("/users/uma", token.trim());
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(r#"{"id":"uma","name":"Uma","about":"","role":"member"}"#));

    let port = running.address.rsplit(':').next().expect("a port");
    let free = port.parse::<u16>().expect("a port").checked_add(1).unwrap_or(3000);
    let second = ended(&data, port, &[]);
    assert!(!second.status.success());
    assert_eq!(
        String::from_utf8_lossy(&second.stderr),
        format!("another program listens on port {port}: stop it, or choose another port, such as PORT={free}\n")
    );
}

#[test]
fn what_it_does_not_understand_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    for (port, arguments, said) in [
        ("many", &["serve"][..], "PORT is `many`: write a number up to 65535\n"),
        ("0", &["token", "nobody"], "there is no user `nobody`\n"),
        ("0", &["tokens"], "usage: teamspace [serve | token <user id>], with PORT and DATA in the environment\n"),
    ] {
        let ended = ended(folder.path(), port, arguments);
        assert_eq!((String::from_utf8_lossy(&ended.stderr).as_ref(), ended.status.success()), (said, false));
    }
}
