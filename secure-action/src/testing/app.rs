//! `TestApp`: the application under test.

use std::fmt;
use std::time::Duration;

use http::header::AUTHORIZATION;

use super::callers::Nobody;
use super::client::TestClient;
use super::clock::TestClock;
use super::mounted::Mounted;
use super::recorder::Recorder;
use super::service::Service;
use crate::audit::Event;
use crate::caller::Identity;
use crate::policy::{Application, Policy, PolicyTable};
use crate::request::{Clock, Moment};
use crate::security::{Security, SecurityBuilder};

/// An application under test.
///
/// Its clock stands still until the test [moves it on](Self::advance), its audit events are [for the test](Self::events) to see, and
/// who is calling is what the test says.
#[must_use = "a test sends it requests"]
pub struct TestApp {
    service: Service,
    clock: TestClock,
    policy: &'static PolicyTable,
}

impl TestApp {
    /// What `mount` makes of `security`, with the test's own clock and an audit sink besides those that it has.
    ///
    /// `Security::builder()` is enough for actions that any authenticator will do for. The configuration of the real service shows in
    /// tests what it does there: its default limits, proxies, hosts, headers; and its tokens hold, too ([`with_token`](Self::with_token)).
    /// `mount` is the function that the service makes its [`Actions`](crate::Actions) or its whole `Router` by:
    ///
    /// ```
    /// # use secure_action::{Actions, Application, NoContent, Result, Security, StartupError, action, actions, policy};
    /// # use secure_action::testing::TestApp;
    /// # policy! { resource note; role editor { note: write; } }
    /// # struct App;
    /// # impl Application for App { type State = Shelf; type Policy = Policy; }
    /// # #[derive(Clone, Default)] struct Shelf;
    /// # #[action(post = "/notes", permission = "note:write")]
    /// # async fn write_note() -> Result<NoContent> { Ok(NoContent) }
    /// # use axum::Router;
    /// fn router(security: Security<App>, shelf: Shelf) -> Result<Router, StartupError> {
    ///     Actions::new(security, shelf).mount(actions![write_note]).into_router()
    /// }
    ///
    /// # fn main() {
    /// let app = TestApp::new(Security::builder(), |security| router(security, Shelf::default()));
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the configuration or the actions do not start, with every fault.
    #[track_caller]
    pub fn new<App: Application, M: Mounted>(security: SecurityBuilder<App>, mount: impl FnOnce(Security<App>) -> M) -> Self {
        let (clock, recorder) = (TestClock::new(), Recorder::default());
        let security = if security.knows_nobody() { security.authenticate(Nobody) } else { security };
        let security = match security.clock(clock.clone()).audit(recorder.clone()).build() {
            Ok(security) => security,
            Err(faults) => panic!("the configuration under test does not start: {faults}"),
        };
        let trail = security.core.trail.clone();
        match mount(security).router() {
            Ok(router) => Self { service: Service { router, trail, recorder }, clock, policy: <App::Policy as Policy>::TABLE },
            Err(faults) => panic!("the actions under test do not start: {faults}"),
        }
    }

    /// A caller with this role and no other, called like it: `as_role("editor")`, or `as_role(Role::Editor)`.
    ///
    /// # Panics
    /// If the policy does not declare the role.
    #[track_caller]
    pub fn as_role(&self, role: impl fmt::Display) -> TestClient<'_> {
        let role = role.to_string();
        if self.policy.role_index(&role).is_none() {
            let declared: Vec<_> = self.policy.roles.iter().map(|role| role.name).collect();
            panic!("unknown role `{role}`; declared roles: {}", declared.join(", "));
        }
        self.as_caller(Identity::new(&*role).with_roles(self.policy.roles_named([&*role])))
    }

    /// A caller of whom the authenticator has found out this: `as_caller("uma")` has no roles,
    /// `as_caller(Identity::new("uma").with_roles(Role::Editor))` has one. `Identity` is
    /// [`authn::Identity`](crate::authn::Identity), which also has what a step-up asks for, scopes and claims.
    ///
    /// It is the first authenticator that the action accepts which has.
    pub fn as_caller(&self, identity: impl Into<Identity>) -> TestClient<'_> {
        TestClient::new(&self.service, Some(identity.into()))
    }

    /// Somebody without credentials.
    pub fn anonymous(&self) -> TestClient<'_> {
        TestClient::new(&self.service, None)
    }

    /// Somebody with this bearer token, about which the authenticators that were configured decide.
    ///
    /// # Panics
    /// If it has characters that no header can have.
    #[track_caller]
    pub fn with_token(&self, token: impl fmt::Display) -> TestClient<'_> {
        self.anonymous().with_header(AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Moves the time of the application on. Timers, as of deadlines, follow another clock: that of tokio.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// The time of the application. It began with the real time, so that tokens that are issued meanwhile hold.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The audit events since the last look.
    pub async fn events(&self) -> Vec<Event> {
        self.service.trail.flush().await;
        self.service.recorder.take()
    }

    /// The only audit event since the last look.
    ///
    /// # Panics
    /// If there is none, or more than one.
    pub async fn event(&self) -> Event {
        let mut events = self.events().await;
        match events.pop() {
            Some(event) if events.is_empty() => event,
            None => panic!("there is no audit event since the last look"),
            Some(last) => {
                events.push(last);
                let texts: Vec<_> = events.iter().map(Event::text).collect();
                panic!("there are {} audit events since the last look: {}", texts.len(), texts.join(" "));
            }
        }
    }
}

impl fmt::Debug for TestApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestApp").field("now", &self.now()).finish_non_exhaustive()
    }
}
