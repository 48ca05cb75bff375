//! A body that breaks off: the client is gone, which is nobody's mistake and no crash.

use std::io::{self, ErrorKind};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use futures_util::stream;
use garde::Validate;
use http_body_util::{BodyExt, Limited};
use schemars::JsonSchema;
use secure_action::{Actions, Input, NoContent, RawBody, Result, action, actions};
use serde::Deserialize;
use serde_json::Value;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(skip)]
    text: String,
}

#[action(app = App, post = "/notes", public, event = "authn_login")]
async fn note(input: Input<Note>) -> Result<NoContent> {
    drop(input.into_inner().text);
    Ok(NoContent)
}

#[action(app = App, post = "/upload", public)]
async fn upload(_: RawBody) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/old", public, rate_limit = "100/1m")]
async fn old() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, post = "/careless", public, rate_limit = "100/1m")]
async fn careless() -> Result<NoContent> {
    panic!("never called")
}

#[action(app = App, post = "/patient", public, rate_limit = "100/1m")]
async fn patient() -> Result<NoContent> {
    panic!("never called")
}

fn router(world: &World) -> Router {
    let security = world.security().build().expect("a sound configuration");
    world.keep(&security);
    Actions::new(security, world.clone())
        .mount(actions![note, upload])
        .guard::<old, _, _>(|body: String| async move { body })
        .guard::<careless, _, _>(|request: Request| async move {
            let read = request.into_body().collect().await;
            read.map(|_| "read").map_err(|_| http::StatusCode::INTERNAL_SERVER_ERROR)
        })
        .guard::<patient, _, _>(|request: Request| async move {
            if request.into_body().collect().await.is_err() { "what came is enough" } else { "all of it" }
        })
        .into_router()
        .expect("sound actions")
}

/// A body of which one byte comes, and then this.
fn broken_by(error: impl Into<io::Error>) -> Body {
    Body::from_stream(stream::iter([Ok(Bytes::from_static(b"{")), Err(error.into())]))
}

fn said(event: &Value) -> (&str, &str, &Value) {
    let word = |key: &str| event[key].as_str().expect("a word");
    (word("outcome"), word("type"), &event["status"])
}

#[tokio::test]
async fn a_body_that_breaks_off_is_recorded_as_the_clients_departure() {
    let world = World::new();
    let router = router(&world);
    for path in ["/notes", "/upload", "/old", "/careless"] {
        for error in
            [io::Error::from(ErrorKind::UnexpectedEof), ErrorKind::ConnectionReset.into(), io::Error::other("anything else")]
        {
            let answer = call("POST", path).body("application/json", broken_by(error)).send(&router).await;
            // Whoever still listens is told.
            answer.is_problem(400, "MALFORMED_INPUT");
            let event = &world.new_events().await[0];
            assert_eq!(said(event), ("cancelled", "client_disconnect", &400.into()), "{path}: {event:#}");
            assert_eq!(event["description"], "the body ended early");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_whole_body_is_the_clients_mistake() {
    let world = World::new();
    let router = router(&world);
    // As hyper says that chunks are not as they must be.
    for kind in [ErrorKind::InvalidInput, ErrorKind::InvalidData] {
        let answer = call("POST", "/upload").body("application/json", broken_by(kind)).send(&router).await;
        answer.is_problem(400, "MALFORMED_INPUT");
        assert_eq!(said(&world.new_events().await[0]), ("refused", "input_validation_fail", &400.into()));
    }
    // As a layer around the actions says that a body is too large.
    let large = Body::new(Limited::new(Body::from("12345"), 4));
    call("POST", "/upload").body("text/plain", large).send(&router).await.is_problem(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(said(&world.new_events().await[0]), ("refused", "input_validation_fail", &413.into()));
    // And JSON that ends too soon, in a body that does not.
    call("POST", "/notes").body("application/json", "{").send(&router).await.is_problem(400, "MALFORMED_INPUT");
    assert_eq!(said(&world.new_events().await[0]), ("refused", "authn_login_fail", &400.into()));
}

#[tokio::test]
async fn a_handler_that_makes_do_with_what_came_has_answered() {
    let world = World::new();
    let body = broken_by(ErrorKind::UnexpectedEof);
    let answer = call("POST", "/patient").body("application/json", body).send(&router(&world)).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "what came is enough"));
    assert_eq!(said(&world.event().await), ("allowed", "sensitive_update", &200.into()));
}
