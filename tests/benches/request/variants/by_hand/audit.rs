//! One JSON line for each request, through a buffered writer.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// A file of JSON lines. It is removed when the benchmark ends.
pub(crate) struct AuditLog(Mutex<BufWriter<File>>);

/// What one request leaves in it.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    pub(crate) time: jiff::Timestamp,
    pub(crate) event: &'static str,
    pub(crate) outcome: &'static str,
    pub(crate) action: &'static str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<&'static str>,
    pub(crate) request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client: Option<IpAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) caller: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) credential: Option<&'a str>,
    pub(crate) duration_us: u128,
}

impl AuditLog {
    pub(crate) fn create() -> io::Result<Self> {
        Ok(Self(Mutex::new(BufWriter::with_capacity(64 * 1024, tempfile::tempfile()?))))
    }

    pub(crate) fn record(&self, entry: &Entry<'_>) -> io::Result<()> {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::to_writer(&mut *writer, entry)?;
        writer.write_all(b"\n")
    }

    /// Writes everything and makes it safe against a crash, as flushing our trail does.
    pub(crate) fn flush(&self) -> io::Result<()> {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writer.flush()?;
        writer.get_ref().sync_data()
    }
}
