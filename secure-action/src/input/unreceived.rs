//! `Unreceived`: why a body did not come, which is not always a mistake of the client's.

use std::error::Error;
use std::io::{self, ErrorKind};

use http::StatusCode;
use http_body_util::LengthLimitError;

use crate::error::{Code, Refusal};
use crate::request::SlowBody;

/// Why a body did not come.
#[derive(Debug)]
pub(crate) enum Unreceived {
    /// The client sent what is not accepted.
    Refused(Refusal),
    TooSlow,
    /// The client is gone.
    BrokenOff,
}

impl Unreceived {
    /// What reading a body has failed with.
    pub(crate) fn by(error: &(dyn Error + 'static)) -> Self {
        if find::<LengthLimitError>(error).is_some() {
            Self::Refused(too_large())
        } else if find::<SlowBody>(error).is_some() {
            Self::TooSlow
        } else if find::<io::Error>(error).is_some_and(is_malformed) {
            Self::Refused(Refusal::malformed("the body is not framed as it must be"))
        } else {
            Self::BrokenOff
        }
    }
}

impl From<Refusal> for Unreceived {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

pub(super) fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, Code::PAYLOAD_TOO_LARGE, "the body is larger than the action accepts")
}

/// The first of its causes that is an `E`, itself included.
fn find<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    error.downcast_ref().or_else(|| find(error.source()?))
}

/// Whether a body came that is none, as hyper says of chunks: they are not read to the end, so it looks like one that broke off.
fn is_malformed(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData)
}
