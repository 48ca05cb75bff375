//! A file that only grows, by one writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::Output;

pub(super) struct Appended(File);

impl Appended {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::new(
                io::ErrorKind::ResourceBusy,
                format!("{} is being written by another audit trail", path.display()),
            ),
            TryLockError::Error(error) => error,
        })?;
        end_torn_line(&mut file)?;
        sync_directory(path)?;
        Ok(Self(file))
    }
}

/// A process that died while writing may have left the beginning of a line. It is evidence, so it stays; what follows starts on
/// a line of its own.
fn end_torn_line(file: &mut File) -> io::Result<()> {
    // A pipe or device has no length, and nothing to look back at.
    if file.metadata()?.len() == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    if last == *b"\n" { Ok(()) } else { file.write_all(b"\n") }
}

/// A new file is safe against a crash only when its directory is.
fn sync_directory(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    File::open(directory)?.sync_all()
}

impl Output for Appended {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn take_back(&mut self, bytes: usize) -> bool {
        // The lock keeps other trails away; the length is asked for because a log rotation may have emptied the file.
        let shorter = self.0.metadata().ok().and_then(|metadata| metadata.len().checked_sub(bytes as u64));
        shorter.is_some_and(|length| self.0.set_len(length).is_ok())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn is_durable(&self) -> bool {
        true
    }
}
