//! `StreamPart`: what an event says about an answer whose body is made while it is sent.

/// Which part of a streamed answer an event is about: such an answer leaves two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamPart {
    /// The head is on its way, and the body begins.
    Head,
    /// The body has ended.
    End {
        /// Why.
        reason: StreamEnd,
        /// How many bytes of the body were handed to the connection.
        bytes: u64,
    },
}

/// Why the body of an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamEnd {
    /// All of it was sent.
    Complete,
    /// The client went away, or its connection was closed.
    CutOff,
    /// It could not be read, or was shorter than announced.
    Failed,
    /// It panicked.
    Panicked,
    /// For too long, nothing came that could be sent.
    Idle,
}

impl StreamEnd {
    /// The word in the trail: `"cut_off"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::CutOff => "cut_off",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::Idle => "idle",
        }
    }
}
