//! What goes wrong is told to the log, without what looks like a secret in it.

use std::io;

use axum::body::Body;
use futures_util::stream;
use http_body_util::BodyExt;
use secure_action::{Raw, Result, action, actions};
use tower::ServiceExt;

use super::capture;
use crate::world::{App, World, call};

const SECRET: &str = "AKIAIOSFODNN7EXAMPLE";

#[action(app = App, get = "/secrets/error", public)]
async fn error() -> Result<()> {
    Err(io::Error::other(format!("{SECRET} does not open the disk")))?
}

#[action(app = App, get = "/secrets/panic", public)]
async fn panic() -> Result<()> {
    panic!("{SECRET} is none")
}

#[action(app = App, get = "/secrets/stream", public)]
async fn broken() -> Result<Raw<Body>> {
    let pieces: [io::Result<&str>; 2] = [Ok("1"), Err(io::Error::other(format!("no {SECRET}")))];
    Ok(Raw(Body::from_stream(stream::iter(pieces))))
}

#[action(app = App, get = "/secrets/panicking-stream", public)]
async fn panicking() -> Result<Raw<Body>> {
    Ok(Raw(Body::from_stream(stream::poll_fn(|_| -> std::task::Poll<Option<io::Result<&str>>> { panic!("no {SECRET}") }))))
}

#[tokio::test]
async fn trap_44_the_log_shows_no_secret_by_its_shape() {
    let world = World::new();
    let router = world.router(actions![error, panic, broken, panicking]);
    for path in ["error", "panic", "stream", "panicking-stream"] {
        capture::listen();
        let request = call("GET", format!("/secrets/{path}")).request();
        let answer = router.clone().oneshot(request).await.expect("an answer");
        let _ = answer.into_body().collect().await;
        let said = format!("{:?}", capture::said());
        assert!(said.contains("[REDACTED]") && !said.contains(SECRET), "{path}: {said}");
    }
}
