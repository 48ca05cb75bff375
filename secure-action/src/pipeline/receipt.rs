//! Stage 7, first half: the body's bytes. Not one of them is read before the caller may run the action.

use axum::body::Body;
use http::request::Parts;

use super::ended::Ended;
use super::exchange::{Exchange, Progress};
use super::permission::Permitted;
use crate::input::ReceivedBody;
use crate::spec::BodyPlan;

/// Proof: the caller may run the action, and this is the body it sent.
pub(super) struct Received(pub(super) ReceivedBody);

pub(super) async fn receive(_: Permitted, exchange: &mut Exchange<'_>, parts: &Parts, body: Body) -> Result<Received, Ended> {
    let spec = exchange.guard.spec;
    let plan = spec.body_plan();
    if plan == BodyPlan::Unread {
        return Ok(Received(ReceivedBody::Unread));
    }
    exchange.progress = Progress::Receiving;
    let body = ReceivedBody::read(plan, &parts.headers, body, spec.body_limit).await?;
    exchange.progress = Progress::Guarding;
    Ok(Received(body))
}
