//! Stage 7, second half: the arguments of the function, validated.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;

use super::exchange::Exchange;
use super::guard::Mount;
use super::receipt::Received;
use crate::action::Action;
use crate::argument::{Phase, Taking};
use crate::audit::{InputFormat, RecordedInput, Redaction};
use crate::error::{FieldErrors, Refusal};
use crate::input::{LARGEST_AT_ONCE, MediaType, RawBody, ReceivedBody, apart};

/// Proof: every argument is there and valid.
pub(super) struct Taken<T>(T);

impl<T> Taken<T> {
    pub(super) fn arguments(&self) -> &T {
        &self.0
    }

    pub(super) fn into_arguments(self) -> T {
        self.0
    }
}

pub(super) async fn take<A: Action>(
    received: Received,
    mount: &Mount<A::App>,
    exchange: &mut Exchange<'_>,
    parts: &mut Parts,
) -> Result<Taken<A::Arguments>, Refusal> {
    let mut arguments = A::Arguments::default();
    let mut taking = taking::<A>(mount, exchange, parts)?;
    taking.body = received.0.clone();
    A::take(Phase::Input, &mut arguments, &mut taking).await;
    taking.done()?;
    // Only valid input is recorded; of invalid input the event keeps the paths.
    exchange.input = match received.0 {
        ReceivedBody::Unread => None,
        ReceivedBody::Buffered(body, media_type) => Some(recorded(body, media_type, mount.guard.redaction.clone()).await?),
        ReceivedBody::Raw(body) => Some(recorded_raw(body, mount.guard.redaction.clone()).await?),
    };
    Ok(Taken(arguments))
}

/// What the trail keeps of a body; a large one is made small where the request could be read, too.
async fn recorded(body: Bytes, media_type: MediaType, redaction: Arc<Redaction>) -> Result<RecordedInput, Refusal> {
    let format = match media_type {
        MediaType::Json => InputFormat::Json,
        MediaType::Form => InputFormat::Form,
    };
    if body.len() > LARGEST_AT_ONCE {
        return Box::pin(apart(move || Ok(RecordedInput::new(&body, format, redaction)))).await;
    }
    Ok(RecordedInput::new(&body, format, redaction))
}

/// What the trail keeps of bytes, which take their time to be digested where they are many.
async fn recorded_raw(body: RawBody, redaction: Arc<Redaction>) -> Result<RecordedInput, Refusal> {
    if body.len() > LARGEST_AT_ONCE {
        return Box::pin(apart(move || Ok(RecordedInput::raw(&body, body.media_type(), redaction)))).await;
    }
    Ok(RecordedInput::raw(&body, body.media_type(), redaction))
}

/// The request as arguments see it, without its body.
pub(super) fn taking<'r, A: Action>(
    mount: &'r Mount<A::App>,
    exchange: &'r mut Exchange<'_>,
    parts: &'r mut Parts,
) -> Result<Taking<'r, A::App>, Refusal> {
    let Some(client) = exchange.client else {
        return Err(Refusal::misconfigured("the client's address is unknown"));
    };
    Ok(Taking {
        spec: A::SPEC,
        parts,
        body: ReceivedBody::Unread,
        state: &mount.state,
        caller: exchange.caller.as_ref(),
        client: client.address,
        user_agent: exchange.user_agent.as_ref(),
        request_id: &exchange.request_id,
        note: &mut exchange.note,
        decisions: &mut exchange.decisions,
        target: None,
        resource: &mut exchange.resource,
        fields: FieldErrors::new(),
        refusal: None,
    })
}
