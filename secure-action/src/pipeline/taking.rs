//! Stage 7, second half: the arguments of the function, validated.

use http::request::Parts;

use super::exchange::Exchange;
use super::receipt::Received;
use crate::action::{Action, Taking};
use crate::audit::RecordedInput;
use crate::error::{FieldErrors, Refusal};
use crate::input::MediaType;
use crate::mount::Mount;

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
    let Some(client) = exchange.client else {
        return Err(Refusal::misconfigured("the client's address is unknown"));
    };
    let mut taking = Taking {
        spec: A::SPEC,
        parts,
        body: received.body.clone(),
        media_type: received.media_type,
        state: &mount.state,
        caller: exchange.caller.as_ref(),
        client: client.address,
        user_agent: exchange.user_agent.as_ref(),
        request_id: &exchange.request_id,
        note: &mut exchange.note,
        fields: FieldErrors::new(),
        refusal: None,
    };
    let Some(arguments) = A::take(&mut taking).await else {
        return Err(taking.into_refusal());
    };
    // Only valid input is recorded; of invalid input the event keeps the paths.
    if let Some(media_type) = received.media_type {
        let redaction = mount.guard.redaction.clone();
        exchange.input = Some(match media_type {
            MediaType::Json => RecordedInput::json(received.body, redaction),
            MediaType::Form => RecordedInput::form(received.body, redaction),
        });
    }
    Ok(Taken(arguments))
}
