//! Failures behind the guards: an error's text stays inside, and an outage is neither a pass nor a denial.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use garde::Validate;
use http::StatusCode;
use schemars::JsonSchema;
use secure_action::authn::jwt::{Jwt, Revocation, TokenIds};
use secure_action::{ActionError, Code, Input, NoContent, Result, Security, action, actions};
use serde::Deserialize;
use serde_json::json;

use super::target::ECHO;
use crate::world::{App, KEY, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Query {
    #[garde(skip)]
    text: String,
    #[garde(skip)]
    way: u8,
}

/// An error of another crate: it quotes its input, and so does its cause.
#[derive(Debug)]
struct Quoting(String, Option<Box<Self>>);

impl fmt::Display for Quoting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "syntax error at or near {:?} in postgres://app:hunter2@10.0.0.7/app", self.0)
    }
}

impl Error for Quoting {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|cause| cause as _)
    }
}

#[action(app = App, post = "/query", public, rate_limit = "1000/1m")]
async fn query(input: Input<Query>) -> Result<NoContent> {
    let cause = || Quoting(input.text.clone(), Some(Box::new(Quoting(format!("{} again", input.text), None))));
    match input.way {
        0 => Err(cause())?,
        1 => drop(input.text.parse::<u8>()?),
        2 => serde_json::from_str(&format!("{:?}", input.text))?,
        3 => return Err(ActionError::internal(cause())),
        4 => return Err(ActionError::unavailable(cause())),
        5 => return Err(ActionError::conflict("the room is full").because(cause())),
        6 => return Err(ActionError::new(StatusCode::BAD_GATEWAY, Code::NOT_FOUND, "the room is full").because(cause())),
        _ => panic!("{}", cause()),
    }
    Ok(NoContent)
}

#[tokio::test]
async fn trap_23_the_text_of_an_error_does_not_reach_the_client() {
    let world = World::new();
    let router = world.router(actions![query]);
    for (way, status, code) in [
        (0, 500, "INTERNAL_ERROR"),
        (1, 500, "INTERNAL_ERROR"),
        (2, 500, "INTERNAL_ERROR"),
        (3, 500, "INTERNAL_ERROR"),
        (4, 503, "UNAVAILABLE"),
        (5, 409, "CONFLICT"),
        (6, 500, "INTERNAL_ERROR"),
        (7, 500, "INTERNAL_ERROR"),
    ] {
        let answer = call("POST", "/query").json(&json!({ "text": ECHO, "way": way })).send(&router).await;
        let problem = answer.is_problem(status, code);
        let text = format!("{answer:?}");
        for inside in [ECHO, "syntax", "invalid", "postgres", "hunter2", "10.0.0.7", "expected"] {
            assert!(!text.contains(inside), "{way}: {inside}: {text}");
        }
        assert_eq!(problem.get("detail"), (way == 5).then_some(&json!("the room is full")), "{way}");
        // What the client is not told, the trail is.
        let events = world.new_events().await;
        assert_eq!(events.len(), 1);
        let told = events[0]["description"].as_str().is_some_and(|text| !text.is_empty());
        assert!(told, "{way}: {:#}", events[0]);
    }
}

/// A store of revoked tokens that can be cut off.
#[derive(Clone, Default)]
struct Revoked(Arc<AtomicUsize>);

impl Revocation for Revoked {
    async fn is_revoked(&self, token: &TokenIds) -> std::result::Result<bool, Box<dyn Error + Send + Sync>> {
        match self.0.load(Ordering::SeqCst) {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(format!("connection to 10.0.0.7 refused while asking for {}", token.subject()).into()),
        }
    }
}

#[action(app = App, post = "/sensitive", permission = "note:write")]
async fn sensitive() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_22_an_outage_of_the_revocations_is_a_503_and_is_recorded() {
    let world = World::new();
    let revoked = Revoked::default();
    let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests").revoked_by(revoked.clone());
    let security = Security::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
    let router = world.router_with(security, actions![sensitive]);
    let (may, may_not) = (world.token(ECHO, &["writer"]), world.token(ECHO, &["reader"]));
    for (state, may_status, may_not_status) in [(0, 204, 403), (2, 503, 503), (1, 401, 401), (2, 503, 503), (0, 204, 403)] {
        revoked.0.store(state, Ordering::SeqCst);
        for (token, status) in [(&may, may_status), (&may_not, may_not_status)] {
            let answer = call("POST", "/sensitive").token(token).send(&router).await;
            assert_eq!(answer.status, status, "{answer:?}");
            assert!(!answer.body.contains("10.0.0.7") && !answer.body.contains(ECHO), "{answer:?}");
            if status == 503 {
                answer.is_problem(503, "UNAVAILABLE");
            }
            let events = world.new_events().await;
            assert_eq!((events.len(), &events[0]["status"]), (1, &json!(status)));
        }
    }
}
