//! Development mode: internal text in answers, on this machine only.

use std::sync::atomic::{AtomicBool, Ordering};

/// Puts the internal text of errors into answers, as `internal`.
///
/// Never switched on by an environment variable or a build profile: it must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Development {
    public: bool,
}

/// Whether this process has a configuration in development mode that must stay on this machine.
///
/// [`serve`](crate::serve()) gets a plain router, which cannot tell.
static LOCAL_ONLY: AtomicBool = AtomicBool::new(false);

impl Development {
    /// For clients on this machine: [`serve`](crate::serve()) refuses to listen on a public address, and a client at
    /// another address is never shown internal text.
    #[must_use]
    pub const fn local() -> Self {
        Self { public: false }
    }

    /// For every client. Internal text helps whoever attacks the service: never in production.
    #[must_use]
    pub const fn dangerously_public() -> Self {
        Self { public: true }
    }

    /// Whether a client at `address` is shown internal text.
    pub(crate) fn shows_to(self, address: Option<std::net::IpAddr>) -> bool {
        self.public || address.is_some_and(|address| address.is_loopback())
    }

    pub(super) fn announce(self) {
        if !self.public {
            LOCAL_ONLY.store(true, Ordering::Relaxed);
        }
        tracing::warn!("development mode: answers carry internal text");
    }
}

/// Whether the process must not listen on a public address.
pub(crate) fn is_local_only() -> bool {
    LOCAL_ONLY.load(Ordering::Relaxed)
}
