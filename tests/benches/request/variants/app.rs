//! An application with one guarded router, as the actions that are measured share it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use secure_action::audit::JsonLines;
use secure_action::authn::jwt::Jwt;
use secure_action::rate_limit::{LimitKey, RateLimit};
use secure_action::{ActionSet, Actions, Application, Security, policy};

use super::{Finish, scenario};

policy! {
    resource note;
    role author { note: read; }
    role editor: author { note: create; }
}

/// The application.
pub(crate) struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Authenticates the HS256 tokens of the scenario, and knows them again.
pub(crate) fn hs256() -> Jwt {
    Jwt::hs256(scenario::SECRET)
}

/// A router of `actions` with its own limiter and audit trail, and the wait for that trail to be written.
pub(crate) fn guarded(jwt: Jwt, actions: ActionSet<App>) -> Result<(Router, Finish), Box<dyn Error>> {
    let directory = Arc::new(tempfile::tempdir()?);
    let security = Security::<App>::builder()
        .authenticate(jwt.issuer(scenario::ISSUER).audience(scenario::AUDIENCE))
        // Also of what the actions of one stage do not mention.
        .default_caller_rate_limit(RateLimit::new(10_000_000, Duration::from_secs(1)).by(LimitKey::Caller))
        // One caller needs no large table, and a small one is ready sooner under callgrind.
        .rate_limit_keys(10_000)
        .audit(JsonLines::create(directory.path().join("audit.jsonl"))?)
        .build()?;
    let router = Actions::new(security.clone(), ()).mount(actions).into_router()?;
    let finish = move || {
        let (security, directory) = (security.clone(), Arc::clone(&directory));
        let flushed = async move {
            security.flush_audit().await;
            drop(directory);
            Ok(())
        };
        Box::pin(flushed) as _
    };
    Ok((router, Box::new(finish)))
}
