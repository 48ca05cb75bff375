//! An authenticator of the application's own that panics, wherever it does: a 500 and one audit event, and the service goes on.

use http::HeaderValue;
use secure_action::authn::{Authentication, Authenticator, Identity, Presented};
use secure_action::{ActionError, Caller, Code, NoContent, Refusal, Result, Security, StepUp, action, actions};
use serde_json::json;

use crate::world::{App, World, call};

/// Panics where `x-panic` says.
struct Fragile;

/// What only the log may repeat.
const TEXT: &str = "the key store is at 10.0.0.5";

impl Authenticator for Fragile {
    fn name(&self) -> &'static str {
        "fragile"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        let known = || Identity::new("uma");
        match presented.head.headers.get("x-panic").map(HeaderValue::as_bytes) {
            None => Authentication::Absent,
            Some(b"at once") => panic!("{TEXT}"),
            Some(b"in its future") => Authentication::Pending(Box::pin(async { panic!("{TEXT}") })),
            Some(b"after a wait") => Authentication::Pending(Box::pin(async {
                tokio::task::yield_now().await;
                panic!("{TEXT}")
            })),
            Some(b"over bad credentials") => Authentication::Decided(Err(Refusal::invalid_credentials("no good"))),
            Some(_) => Authentication::Decided(Ok(known())),
        }
    }

    fn challenge(&self) -> HeaderValue {
        panic!("{TEXT}")
    }

    fn challenge_insufficient(&self, _: Option<&str>) -> Option<HeaderValue> {
        panic!("{TEXT}")
    }

    fn supports_step_up(&self, _: &StepUp) -> bool {
        true
    }

    fn security_scheme(&self) -> serde_json::Value {
        json!({ "type": "apiKey", "in": "header", "name": "X-Panic" })
    }
}

#[action(app = App, get = "/guarded", auth)]
async fn guarded() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/recent", auth(max_age = "5m"))]
async fn recent() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/known", public)]
async fn known(_caller: Option<Caller>) -> Result<NoContent> {
    Ok(NoContent)
}

/// Its own 401 is challenged for by the authenticator, once the function has ended.
#[action(app = App, get = "/again", auth)]
async fn again() -> Result<NoContent> {
    Err(ActionError::new(http::StatusCode::UNAUTHORIZED, Code::new("AGAIN"), "once more"))
}

#[tokio::test]
async fn a_panic_in_an_authenticator_is_a_500_with_one_event() {
    let world = World::new();
    let security = Security::builder().authenticate(Fragile).clock(world.clock.clone()).audit(world.trail.clone());
    let router = world.router_with(security, actions![guarded, recent, known, again]);
    for (path, place) in [
        ("/guarded", Some("at once")),
        ("/guarded", Some("in its future")),
        ("/guarded", Some("after a wait")),
        ("/guarded", Some("over bad credentials")),
        // Without credentials, it is asked for its challenge.
        ("/guarded", None),
        ("/recent", Some("in no word about its age")),
        ("/known", Some("at once")),
        ("/known", Some("after a wait")),
        ("/again", Some("in a challenge to what the function refuses")),
    ] {
        let request = call("GET", path);
        let request = match place {
            Some(place) => request.header("x-panic", place),
            None => request,
        };
        let answer = request.send(&router).await;
        answer.is_problem(500, "INTERNAL_ERROR");
        assert!(!answer.body.contains("10.0.0.5"), "{answer:?}");
        let events = world.new_events().await;
        let [event] = events.as_slice() else { panic!("{path} {place:?}: {events:#?}") };
        assert_eq!((&event["outcome"], &event["status"]), (&json!("panicked"), &json!(500)), "{path} {place:?}: {event:#}");
        assert_eq!(event["request_id"].as_str(), answer.header("x-request-id"), "{event:#}");
    }
    // Whoever did not make it panic is served as before.
    assert_eq!(call("GET", "/guarded").header("x-panic", "nowhere").send(&router).await.status, 204);
    assert_eq!(call("GET", "/known").send(&router).await.status, 204);
}
