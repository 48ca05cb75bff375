//! Stage 7, first half: the body's bytes. Not one of them is read before the caller may run the action.

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;

use super::exchange::{Exchange, Progress};
use super::permission::Permitted;
use crate::error::Refusal;
use crate::input::{MediaType, media_type, read_body};

/// Proof: the caller may run the action, and these are the bytes it sent.
pub(super) struct Received {
    pub(super) body: Bytes,
    pub(super) media_type: Option<MediaType>,
}

pub(super) async fn receive(_: Permitted, exchange: &mut Exchange<'_>, parts: &Parts, body: Body) -> Result<Received, Refusal> {
    let spec = exchange.guard.spec;
    if !spec.reads_body() {
        return Ok(Received { body: Bytes::new(), media_type: None });
    }
    let media_type = media_type(&parts.headers)?;
    exchange.progress = Progress::Receiving;
    let body = read_body(&parts.headers, body, spec.body_limit).await?;
    exchange.progress = Progress::Guarding;
    Ok(Received { body, media_type: Some(media_type) })
}
