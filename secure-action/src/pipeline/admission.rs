//! Stage 1, admission: a place in the audit trail, the client's address, the request's id, HTTPS.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::extract::connect_info::MockConnectInfo;
use http::StatusCode;
use http::request::Parts;
use tracing::Span;

use super::exchange::Exchange;
use crate::answer::X_REQUEST_ID;
use crate::error::{Code, Refusal};
use crate::request::{ClientAddress, RequestId, TrustedProxies};
use crate::security::Served;

/// Proof: the request is recorded whatever comes, and it is known where it came from.
pub(super) struct Admitted(());

pub(super) async fn admit(exchange: &mut Exchange<'_>, parts: &Parts) -> Result<Admitted, Refusal> {
    let core = &exchange.guard.core;
    // A server flushes the trails of those that it has served.
    if let Some(served) = parts.extensions.get::<Served>() {
        served.announce(core);
    }
    // First of all: nothing happens that could not be recorded. A full trail makes requests wait here, up to their deadline.
    let slot = match core.trail.try_reserve() {
        Some(slot) => slot,
        None => core.trail.reserve().await.map_err(|_| Refusal::unavailable("the audit trail has ended"))?,
    };
    exchange.slot = Some(slot);

    let client = ClientAddress::find(core.proxies.as_ref(), peer(parts).map(|peer| peer.ip()), &parts.headers)
        .map_err(|unknown| unknown.refuse(&core.unknown_clients, exchange.now.elapsed))?;
    exchange.client = Some(client);
    let span = Span::current();
    if let Some(id) = given_id(parts) {
        if client.proxied && core.proxies.as_ref().is_some_and(TrustedProxies::names_requests) {
            span.record("request_id", id.as_str());
            exchange.request_id = id;
        } else {
            span.record("client.request_id", id.as_str());
            exchange.client_request_id = Some(id.as_str().into());
        }
    }
    if !span.is_disabled() {
        span.record("client.address", tracing::field::display(client.address));
    }
    core.check_host(&parts.uri, &parts.headers)?;
    if core.https_required && !client.https {
        return Err(Refusal::new(StatusCode::FORBIDDEN, Code::HTTPS_REQUIRED, "the request was not encrypted"));
    }
    Ok(Admitted(()))
}

/// The id that the request came with. Two are none: one of them may be the client's.
fn given_id(parts: &Parts) -> Option<RequestId> {
    let mut values = parts.headers.get_all(X_REQUEST_ID).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { RequestId::given(value) }
}

fn peer(parts: &Parts) -> Option<SocketAddr> {
    let real = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    real.or_else(|| parts.extensions.get::<MockConnectInfo<SocketAddr>>().map(|MockConnectInfo(peer)| *peer))
}
