//! `SlowBody`: what `serve` fails a request's body with, and what stage 7 knows it by.

/// The client sends the body so slowly that the server has stopped waiting for it.
#[derive(Debug, thiserror::Error)]
#[error("the body arrives too slowly")]
pub(crate) struct SlowBody;
