//! Lines on a disk that fails.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::audit::measure;

/// A disk that takes a few bytes at a time and then has no room, as the script says.
#[derive(Clone)]
struct Disk {
    content: Arc<Mutex<Vec<u8>>>,
    /// How many bytes the next writes take; `None` is an error. An empty script takes everything.
    script: Arc<Mutex<VecDeque<Option<usize>>>>,
    shrinks: bool,
}

impl Disk {
    fn new(script: impl Into<VecDeque<Option<usize>>>, shrinks: bool) -> Self {
        Self { content: Arc::default(), script: Arc::new(Mutex::new(script.into())), shrinks }
    }

    fn content(&self) -> String {
        String::from_utf8(self.content.lock().unwrap().clone()).unwrap()
    }
}

impl Output for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = match self.script.lock().unwrap().pop_front() {
            None => bytes.len(),
            Some(Some(count)) => count.min(bytes.len()),
            Some(None) => return Err(io::ErrorKind::StorageFull.into()),
        };
        self.content.lock().unwrap().extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn take_back(&mut self, bytes: usize) -> bool {
        let mut content = self.content.lock().unwrap();
        let length = content.len() - bytes;
        if self.shrinks {
            content.truncate(length);
        }
        self.shrinks
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn is_durable(&self) -> bool {
        true
    }
}

fn events(count: u64) -> Vec<Event> {
    (0..count).map(measure::event).collect()
}

fn expected(count: u64) -> String {
    let mut lines = Vec::new();
    for event in events(count) {
        event.write_json(&mut lines);
        lines.push(b'\n');
    }
    String::from_utf8(lines).unwrap()
}

#[test]
fn a_torn_line_is_cut_off_and_written_again() {
    let line = expected(1).len();
    let disk = Disk::new([Some(line + 10), None], true);
    let mut sink = JsonLines::new(disk.clone());
    let events = events(3);
    assert!(sink.write(&events).is_err());
    assert_eq!(disk.content(), expected(1), "whole lines only, and the first one stays");
    sink.write(&events).unwrap();
    assert_eq!(disk.content(), expected(3));
}

#[test]
fn where_nothing_can_be_cut_off_the_line_is_completed() {
    let disk = Disk::new([Some(10), None, Some(0)], false);
    let mut sink = JsonLines::new(disk.clone());
    let events = events(2);
    assert!(sink.write(&events).is_err());
    assert!(sink.write(&events).is_err(), "a disk that takes nothing has failed");
    sink.write(&events).unwrap();
    assert_eq!(disk.content(), expected(2));
}

proptest! {
    #[test]
    fn no_failure_loses_doubles_or_tears_a_line(
        script in vec(prop_oneof![3 => (1_usize..900).prop_map(Some), 1 => Just(None)], 0..40),
        shrinks: bool,
        batches in vec(0_u64..6, 1..5),
    ) {
        let disk = Disk::new(script, shrinks);
        let mut sink = JsonLines::new(disk.clone());
        let total = batches.iter().sum();
        let all = events(total);
        let mut rest = all.as_slice();
        for count in batches {
            let (batch, later) = rest.split_at(count as usize);
            while sink.write(batch).is_err() {
                prop_assert!(!shrinks || disk.content().is_empty() || disk.content().ends_with('\n'));
            }
            rest = later;
        }
        prop_assert_eq!(disk.content(), expected(total));
    }
}

#[test]
fn a_batch_larger_than_the_buffer_is_written_whole() {
    let disk = Disk::new([], true);
    JsonLines::new(disk.clone()).write(&events(2000)).unwrap();
    assert!(disk.content().len() > 2 * JsonLines::CHUNK);
    assert_eq!(disk.content(), expected(2000));
}

/// A path of its own in the system's directory for such files; removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("secure-action-audit-{}-{}.jsonl", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_file_is_private_appended_to_and_written_by_one() {
    let scratch = Scratch::new();
    let mut first = JsonLines::create(&scratch.0).unwrap();
    assert!(JsonLines::create(&scratch.0).is_err(), "a second writer would tear lines");
    first.write(&events(1)).unwrap();
    first.sync().unwrap();
    drop(first);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&scratch.0).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    JsonLines::create(&scratch.0).unwrap().write(&events(1)).unwrap();
    assert_eq!(fs::read_to_string(&scratch.0).unwrap(), expected(1).repeat(2));
}

#[test]
fn what_a_crash_left_of_a_line_does_not_swallow_the_next_one() {
    let scratch = Scratch::new();
    fs::write(&scratch.0, "{\"datetime\":\"20").unwrap();
    JsonLines::create(&scratch.0).unwrap().write(&events(1)).unwrap();
    assert_eq!(fs::read_to_string(&scratch.0).unwrap(), format!("{{\"datetime\":\"20\n{}", expected(1)));
}

#[test]
fn a_file_can_be_cut_back() {
    let scratch = Scratch::new();
    let mut file = file::Appended::open(&scratch.0).unwrap();
    assert_eq!(file.write(b"whole\ntorn").unwrap(), 10);
    assert!(file.take_back(4));
    file.write(b"next\n").unwrap();
    assert!(!file.take_back(100), "never more than there is");
    assert_eq!(fs::read_to_string(&scratch.0).unwrap(), "whole\nnext\n");
}

#[test]
fn a_directory_is_no_audit_file() {
    assert!(JsonLines::create(std::env::temp_dir()).is_err());
}

#[test]
fn every_line_is_an_object() {
    let disk = Disk::new([], true);
    JsonLines::new(disk.clone()).write(&events(3)).unwrap();
    for line in disk.content().lines() {
        assert!(matches!(serde_json::from_str(line).unwrap(), Value::Object(_)));
    }
}
