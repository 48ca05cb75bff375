//! Security headers: on every answer, errors included.

/// The security headers of every answer.
#[derive(Clone, Debug, Default)]
pub struct SecurityHeaders(());
