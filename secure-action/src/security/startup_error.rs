//! `StartupError`: everything that is wrong, at once.

use std::fmt;

/// Why the application does not start: every fault, each with its fix.
pub struct StartupError {
    faults: Vec<String>,
}

impl StartupError {
    /// `Ok` if there is no fault.
    pub(crate) fn unless_empty(faults: Vec<String>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self { faults }) }
    }

    /// These faults.
    pub(crate) fn of(faults: impl IntoIterator<Item = String>) -> Self {
        Self { faults: faults.into_iter().collect() }
    }

    /// The faults, one sentence each.
    pub fn faults(&self) -> impl Iterator<Item = &str> {
        self.faults.iter().map(String::as_str)
    }
}

impl fmt::Display for StartupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.faults.len() == 1 { "fault" } else { "faults" };
        write!(f, "refusing to start, {} {plural}:", self.faults.len())?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  - {fault}"))
    }
}

/// The same text as `Display`, because `fn main() -> Result<(), StartupError>` prints this one.
impl fmt::Debug for StartupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for StartupError {}
