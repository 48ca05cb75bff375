//! `JsonLines`: events as lines of JSON, in a file or on a standard stream.

mod file;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use super::{Event, Sink};

/// Writes one line of JSON for each event.
///
/// Every line is one complete object, whatever the client sent and whatever happened to the disk: after a write that failed in
/// the middle of a line, the file is cut back to its last whole line, and the event is written again.
pub struct JsonLines {
    output: Box<dyn Output>,
    /// Whole lines, of which `written` bytes are in the output.
    lines: Vec<u8>,
    written: usize,
    /// How many of the events of an unfinished [`Sink::write`] are in `lines`, or were.
    encoded: usize,
}

/// What lines are written to.
trait Output: Send {
    /// Writes some of `bytes`, and says how many.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Takes back the last `bytes` that were written, if it can.
    fn take_back(&mut self, bytes: usize) -> bool;

    /// Hands everything written to the operating system.
    fn flush(&mut self) -> io::Result<()>;

    /// Makes everything written safe against a crash of the machine.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether it can.
    fn is_durable(&self) -> bool;
}

impl JsonLines {
    /// How many bytes are gathered before they are written. More saves nothing, less costs system calls.
    const CHUNK: usize = 64 * 1024;

    /// Appends to the file at `path`, and creates it if need be, readable and writable for its owner only (mode 0600).
    ///
    /// # Errors
    /// When the file cannot be opened, or when another process or trail writes to it: two writers would tear each other's lines.
    pub fn create(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self::new(file::Appended::open(path.as_ref())?))
    }

    /// Writes to the standard output, for a supervisor that collects it. That an event has been handed to the operating system is
    /// all that a process can know about a pipe, so this is not [durable](Sink::is_durable).
    #[must_use]
    pub fn stdout() -> Self {
        Self::new(Stream(io::stdout()))
    }

    /// Writes to the standard error output; like [`stdout`](Self::stdout).
    #[must_use]
    pub fn stderr() -> Self {
        Self::new(Stream(io::stderr()))
    }

    fn new(output: impl Output + 'static) -> Self {
        Self { output: Box::new(output), lines: Vec::new(), written: 0, encoded: 0 }
    }

    /// Writes what is left of the gathered lines.
    fn write_lines(&mut self) -> io::Result<()> {
        while let Some(rest) = self.lines.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.output.write(rest) {
                Ok(0) => {
                    self.end_on_a_whole_line();
                    return Err(io::ErrorKind::WriteZero.into());
                }
                Ok(count) => self.written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.end_on_a_whole_line();
                    return Err(error);
                }
            }
        }
        self.lines.clear();
        self.written = 0;
        Ok(())
    }

    /// Takes back the beginning of a line. Where that is impossible, as on a pipe, the next write goes on within the line.
    fn end_on_a_whole_line(&mut self) {
        let written = self.lines.get(..self.written).unwrap_or_default();
        let whole = written.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let torn = written.len() - whole;
        if torn > 0 && self.output.take_back(torn) {
            self.written = whole;
        }
    }
}

impl Sink for JsonLines {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        loop {
            self.write_lines()?;
            let rest = events.get(self.encoded..).unwrap_or_default();
            if rest.is_empty() {
                self.output.flush()?;
                self.encoded = 0;
                return Ok(());
            }
            for event in rest {
                if self.lines.len() >= Self::CHUNK {
                    break;
                }
                event.write_json(&mut self.lines);
                self.lines.push(b'\n');
                self.encoded += 1;
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.output.sync()
    }

    /// A file is, a standard stream is not.
    fn is_durable(&self) -> bool {
        self.output.is_durable()
    }
}

impl fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("unwritten", &self.lines.len().saturating_sub(self.written)).finish_non_exhaustive()
    }
}

/// A standard stream.
struct Stream<W>(W);

impl<W: Write + Send> Output for Stream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn take_back(&mut self, _: usize) -> bool {
        false
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn is_durable(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
