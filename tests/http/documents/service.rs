//! A service with one action of each kind, to be compared with its document.

use std::time::Duration;

use axum::Router;
use garde::Validate;
use http::StatusCode;
use schemars::JsonSchema;
use secure_action::request::{Clock, TrustedProxies};
use secure_action::{
    ActionError, ActionSet, Caller, Code, Created, Email, Input, Json, NoContent, Path, Query, RateLimit, Result,
    SecurityBuilder, action, actions,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Document;
use crate::world::{App, World};

#[derive(Deserialize, Serialize, JsonSchema, Validate)]
struct Member {
    #[garde(skip)]
    email: Email,
    #[garde(length(chars, min = 1, max = 20))]
    name: String,
    #[garde(range(min = 13, max = 150))]
    age: Option<u8>,
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Paging {
    #[garde(range(max = 9))]
    page: u32,
    #[garde(length(chars, max = 20))]
    order: Option<String>,
}

/// Says how the service is.
#[action(app = App, get = "/status", public)]
async fn status() -> Result<Json<&'static str>> {
    Ok(Json("well"))
}

/// Makes a member.
#[action(app = App, post = "/members", public, rate_limit = "30/1m", rate_limit("3/1h", by = "input.email"))]
async fn sign_up(input: Input<Member>) -> Result<Created<Member>> {
    Ok(Created::new(input.into_inner()).at("/members/7"))
}

/// Lists what is new, for members more than for others.
#[action(app = App, get = "/feed", public)]
async fn feed(caller: Option<Caller>, Query(paging): Query<Paging>) -> Result<Json<Vec<u32>>> {
    Ok(Json(vec![paging.page, u32::from(caller.is_some()), paging.order.map_or(0, |_| 1)]))
}

#[action(app = App, get = "/files/{folder}/{name}", public)]
async fn file(Path((folder, name)): Path<(u16, String)>) -> Result<Json<usize>> {
    Ok(Json(name.len() + usize::from(folder)))
}

#[action(app = App, get = "/me", auth)]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

#[action(app = App, get = "/report", role("admin", "auditor"), rate_limit("4/1m", by = "caller"))]
async fn report() -> Result<Json<Vec<u8>>> {
    Ok(Json(vec![1, 2]))
}

#[action(app = App, put = "/notes/{id}", permission = "note:write", rate_limit("60/1m", burst = 3))]
async fn put_note(Path(id): Path<u32>, Query(paging): Query<Paging>, input: Input<Member>) -> Result<Json<u32>> {
    let member = input.into_inner();
    Ok(Json(id + paging.page + u32::from(member.age.unwrap_or(0))))
}

/// Deletes a user.
#[action(app = App, delete = "/users/{id}", role = "admin", permission = "user:delete", deprecated)]
async fn delete_user(Path(id): Path<u32>) -> Result<NoContent> {
    match id {
        401 => Err(ActionError::new(StatusCode::UNAUTHORIZED, Code::new("ASK_AGAIN"), "say who you are once more")),
        403 => Err(ActionError::new(StatusCode::FORBIDDEN, Code::new("LAST_ADMIN"), "somebody must stay")),
        404 => Err(ActionError::not_found("no such user")),
        _ => Ok(NoContent),
    }
}

#[action(app = App, post = "/ping", auth, rate_limit("2/1m", by = "global"))]
async fn ping() -> Result<()> {
    Ok(())
}

#[action(app = App, patch = "/me", auth)]
async fn rename(input: Input<Member>) -> Result<NoContent> {
    if input.name.is_empty() { Err(ActionError::conflict("taken")) } else { Ok(NoContent) }
}

/// Opens the vault, for whoever has just shown who they are.
#[action(app = App, get = "/vault", auth(max_age = "5m", acr("mfa", "hardware")))]
async fn vault() -> Result<NoContent> {
    Ok(NoContent)
}

pub(super) fn all() -> ActionSet<App> {
    actions![status, sign_up, feed, file, me, report, put_note, delete_user, ping, rename, vault]
}

/// The service behind proxies in 10.0.0.0/8, with its document.
pub(super) struct Service {
    pub(super) world: World,
    pub(super) router: Router,
    pub(super) document: Document,
}

impl Service {
    pub(super) async fn new() -> Self {
        Self::with(|security| security).await
    }

    pub(super) async fn with(change: impl FnOnce(SecurityBuilder<App>) -> SecurityBuilder<App>) -> Self {
        let world = World::new();
        let security = world.security();
        Self::of(world, change(security)).await
    }

    /// With tokens that are narrowed by the scopes they name.
    pub(super) async fn scoped() -> Self {
        let world = World::new();
        let security = world.scoped_security();
        Self::of(world, security).await
    }

    async fn of(world: World, security: SecurityBuilder<App>) -> Self {
        let proxies = TrustedProxies::new(["10.0.0.0/8"]).expect("a network");
        let default = RateLimit::new(20, Duration::from_secs(60));
        let security = security.trusted_proxies(proxies).default_rate_limit(default).rate_limit_keys(1000);
        let router = world.documented_router(security, all());
        let document = Document::fetch(&router).await;
        world.new_events().await;
        Self { world, router, document }
    }

    /// The token of somebody who may call everything.
    pub(super) fn admin(&self) -> String {
        let now = self.world.clock.now().unix_seconds();
        self.world.token_with(&json!({ "sub": "ada", "roles": ["admin"], "auth_time": now, "acr": "mfa" }))
    }
}
