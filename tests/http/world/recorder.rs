//! An audit sink that a test can read, and break.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use secure_action::audit::{Event, Sink};
use serde_json::Value;

/// An audit sink that keeps the lines that `JsonLines` would write, and fails when it is told to.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Value>>>, Arc<AtomicBool>);

impl Recorder {
    pub(crate) fn lines(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().expect("no test panics here")
    }

    pub(crate) fn fail(&self, failing: bool) {
        self.1.store(failing, Ordering::SeqCst);
    }
}

impl Sink for Recorder {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        if self.1.load(Ordering::SeqCst) {
            return Err(io::Error::other("the disk is full"));
        }
        let lines = events.iter().map(|event| serde_json::from_str(&event_text(event)).expect("an event is JSON"));
        self.lines().extend(lines);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// As far as a test can tell.
    fn is_durable(&self) -> bool {
        true
    }
}

fn event_text(event: &Event) -> String {
    let mut line = Vec::new();
    event.write_json(&mut line);
    String::from_utf8(line).expect("JSON is UTF-8")
}
