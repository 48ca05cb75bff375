//! The program as a newcomer starts it: on a machine with nothing on it, following what it prints.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The running program, stopped when it is dropped.
struct Program {
    child: Child,
    told: BufReader<ChildStdout>,
}

impl Program {
    fn start(folder: &Path, port: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_example-quickstart"))
            .env("DATA", folder)
            .env("PORT", port)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let told = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, told }
    }

    /// What it prints up to the line that begins with `last`.
    fn told_until(&mut self, last: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.told.by_ref().lines() {
            lines.push(line.expect("text"));
            if lines.last().is_some_and(|line| line.starts_with(last)) {
                return lines;
            }
        }
        panic!("it ended after {lines:#?}");
    }

    /// What it says when it gives up.
    fn failure(mut self) -> String {
        assert!(!self.child.wait().expect("an end").success());
        let mut text = String::new();
        self.child.stderr.take().expect("its errors").read_to_string(&mut text).expect("text");
        text
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Does what a shell and `curl -s URL [-H HEADER] [--json TEXT]` do with a line: the answer's status and body.
fn curl(line: &str, token: &str) -> (u16, String) {
    let words = words(&line.replace("$ADA", token));
    let after = |option| words.iter().skip_while(|word| *word != option).nth(1);
    let url = words.get(2).and_then(|url| url.strip_prefix("http://")).expect("a URL");
    let (address, path) = url.split_once('/').expect("a path");
    let header = after("-H").map(|header| format!("{header}\r\n")).unwrap_or_default();
    let body = after("--json").expect("a body");
    let mut stream = TcpStream::connect(address).expect("a server");
    let length = body.len();
    write!(
        stream,
        "POST /{path} HTTP/1.1\r\nHost: {address}\r\n{header}Content-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, body.to_owned())
}

/// The words of a line with simple quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote, mut inside) = (Vec::new(), None, false);
    for character in line.chars() {
        match character {
            ' ' if quote.is_none() => inside = false,
            '"' | '\'' if quote.is_none() => quote = Some(character),
            _ if quote == Some(character) => quote = None,
            _ => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                words.last_mut().expect("a word").push(character);
            }
        }
    }
    words
}

#[test]
fn it_starts_on_an_empty_machine_and_what_it_prints_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("made/by/itself");
    let mut program = Program::start(&data, "0");
    let told = program.told_until("Each call is a line of");

    let key = fs::read(data.join("token.key")).expect("a key");
    assert_eq!(key.len(), 32);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(data.join("token.key")).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(told.iter().any(|line| line.starts_with("Made ")), "{told:#?}");
    let token = told.iter().find_map(|line| line.trim().strip_prefix("ADA=")).expect("a token");
    let lines: Vec<_> = told.iter().map(|line| line.trim()).filter(|line| line.starts_with("curl ")).collect();
    let [allowed, refused, invalid] = lines.as_slice() else { panic!("{told:#?}") };

    assert_eq!(curl(allowed, token), (200, r#"{"author":"ada","text":"Buy milk"}"#.to_owned()));
    let (status, problem) = curl(refused, token);
    assert!(status == 401 && problem.contains("UNAUTHENTICATED"), "{status} {problem}");
    let (status, problem) = curl(invalid, token);
    assert!(status == 422 && problem.contains("unknown field") && problem.contains("text"), "{status} {problem}");

    // The words are read with the token's place still in them: it is in no other place, and the key in none.
    assert_eq!(told.iter().filter(|line| line.contains(token)).count(), 1);

    // The next one that wants the port is told so, in words.
    let address = lines.first().and_then(|line| line.split('/').nth(2)).expect("an address");
    let port = address.rsplit(':').next().expect("a port");
    let free = port.parse::<u16>().expect("a port").checked_add(1).unwrap_or(3000);
    assert_eq!(
        Program::start(&data, port).failure(),
        format!("Error: another program listens on port {port}: stop it, or choose another port, such as PORT={free}\n")
    );
}

#[test]
fn the_key_is_made_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = || fs::read(folder.path().join("token.key")).expect("a key");
    let first = Program::start(folder.path(), "0").told_until("Each call is");
    let made = key();
    let second = Program::start(folder.path(), "0").told_until("Each call is");
    assert_eq!(key(), made);
    let says_so = |told: &[String]| told.iter().any(|line| line.starts_with("Made "));
    assert!(says_so(&first) && !says_so(&second));
}

#[test]
fn what_it_cannot_use_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("a file");
    let failure = Program::start(&file, "0").failure();
    assert!(failure.starts_with(&format!("Error: {} cannot be used as the folder of the data: ", file.display())), "{failure}");
    assert_eq!(Program::start(folder.path(), "many").failure(), "Error: PORT is `many`: write a number up to 65535\n");
    fs::write(folder.path().join("token.key"), "short").expect("a file");
    assert!(Program::start(folder.path(), "0").failure().contains("is no key of 32 bytes: remove it"));
}
