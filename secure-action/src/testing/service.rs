//! `Service`: what requests are sent to, and where their reasons are found.

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::answer::TestAnswer;
use super::recorder::Recorder;
use crate::audit::Trail;

/// The router under test, with its audit trail.
pub(super) struct Service {
    pub(super) router: Router,
    pub(super) trail: Trail,
    pub(super) recorder: Recorder,
}

impl Service {
    /// Sends a request, and reads the whole answer.
    pub(super) async fn answer(&self, request: Request<Body>) -> TestAnswer {
        let call = format!("{} {}", request.method(), request.uri());
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (head, body) = response.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => panic!("{call}: the body of the answer breaks off: {error}"),
        };
        let mut answer = TestAnswer::new(call, head, body);
        if !answer.status().is_success() {
            self.trail.flush().await;
            answer.explain(&self.recorder);
        }
        answer
    }
}
