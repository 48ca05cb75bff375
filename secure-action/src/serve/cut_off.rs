//! `CutOff`: why the client has not got the whole of an answer, for the metric and the log.
//!
//! The audit event of an answer that was made whole is written before it is sent, so it cannot say.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use http::HeaderValue;

use super::stream::SlowReader;

/// Why the client has not got the whole of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CutOff {
    /// It took it too slowly.
    SlowReader,
    /// It hung up.
    ClientGone,
    /// The body of the answer failed.
    Failed,
    /// The server stopped.
    Stopping,
}

impl CutOff {
    /// What a connection has ended with.
    pub(super) fn by(error: &hyper::Error) -> Self {
        if error.is_user() {
            Self::Failed
        } else if error.source().and_then(<dyn Error>::downcast_ref).is_some_and(is_slow_reader) {
            Self::SlowReader
        } else {
            Self::ClientGone
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::SlowReader => "slow_reader",
            Self::ClientGone => "client_gone",
            Self::Failed => "failed",
            Self::Stopping => "stopping",
        }
    }

    /// Counts it, and says so to the log, by the `X-Request-Id` of the answer.
    pub(super) fn tell(self, id: Option<&HeaderValue>, peer: SocketAddr) {
        let (reason, request_id) = (self.as_str(), id.and_then(|id| id.to_str().ok()));
        metrics::counter!("secure_action_answers_cut_off_total", "reason" => reason).increment(1);
        // Clients come and go as they like; the other reasons cost them time, or are ours.
        if self == Self::ClientGone {
            tracing::debug!(reason, request_id, %peer, "an answer was cut off");
        } else {
            tracing::warn!(reason, request_id, %peer, "an answer was cut off");
        }
    }
}

fn is_slow_reader(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|cause| cause.is::<SlowReader>())
}
