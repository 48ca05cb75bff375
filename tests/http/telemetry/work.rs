//! One action that ends in every way, takes a quarter of a second, and says so to the log.

use std::io;
use std::time::Duration;

use axum::Router;
use garde::Validate;
use http::Request;
use schemars::JsonSchema;
use secure_action::request::TrustedProxies;
use secure_action::{ActionError, Input, Json, Path, Result, Secret, State, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, Call, World, call};

/// What no span, no event and no label may repeat.
pub(super) const PASSWORD: &str = "zq7-Pass-9Kv";

/// How long the action takes, by the world's clock.
pub(super) const WORK: Duration = Duration::from_millis(250);

#[derive(Deserialize, JsonSchema, Validate)]
struct Work {
    #[garde(length(chars, max = 20))]
    end: String,
    #[garde(skip)]
    password: Secret<String>,
}

#[action(app = App, post = "/work/{id}", permission = "note:write", timeout = "3s")]
async fn work(State(world): State<World>, Path(id): Path<u32>, input: Input<Work>) -> Result<Json<usize>> {
    tracing::info!(id, "begun");
    // More than once: a call that wakes itself at once is polled again at once.
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    world.clock.advance(WORK);
    tracing::info!(id, "half done");
    match input.end.as_str() {
        "refused" => Err(ActionError::conflict("the room is full")),
        "failed" => Err(io::Error::other("the disk is on fire"))?,
        "panicked" => panic!("out of ideas"),
        "never" => std::future::pending().await,
        _ => Ok(Json(input.password.expose().len())),
    }
}

#[action(app = App, get = "/look", public)]
async fn look() -> Result<Json<u8>> {
    Ok(Json(1))
}

#[action(app = App, post = "/keep", public, audit = "durable")]
async fn keep() -> Result<()> {
    Ok(())
}

/// The actions behind proxies in 10.0.0.0/8.
pub(super) fn router(world: &World) -> Router {
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network").sets_request_id();
    world.router_with(world.security().trusted_proxies(proxies), actions![work, look, keep])
}

/// A call by `rita`, who may, that ends as `end` says.
pub(super) fn ending(world: &World, end: &str) -> Call {
    call("POST", "/work/1").token(&rita(world)).json(&json!({ "end": end, "password": PASSWORD }))
}

pub(super) fn rita(world: &World) -> String {
    world.token("rita", &["writer"])
}

/// A call whose client goes away while the function runs.
pub(super) async fn cancelled(world: &World, router: &Router) {
    let request: Request<_> = ending(world, "never").request();
    let mut answer = Box::pin(tower::ServiceExt::oneshot(router.clone(), request));
    for _ in 0..9 {
        assert!(futures_util::poll!(&mut answer).is_pending());
    }
}
