//! `TestApp` and `TestClient`: the application under test, and who sends requests to it.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use axum::Router;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Method};

use super::call::TestCall;
use super::callers::Nobody;
use super::clock::TestClock;
use super::mounted::Mounted;
use super::recorder::Recorder;
use crate::audit::{Event, Trail};
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
    pub(super) router: Router,
    pub(super) trail: Trail,
    pub(super) recorder: Recorder,
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
            Ok(router) => Self { router, trail, recorder, clock, policy: <App::Policy as Policy>::TABLE },
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
        TestClient { identity: Some(identity.into()), ..self.anonymous() }
    }

    /// Somebody without credentials.
    pub fn anonymous(&self) -> TestClient<'_> {
        TestClient { app: self, identity: None, headers: Vec::new(), address: TestClient::ADDRESS }
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
        self.trail.flush().await;
        self.recorder.take()
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

/// Who sends requests to a [`TestApp`].
#[derive(Clone)]
#[must_use = "a client does nothing until it sends a request"]
pub struct TestClient<'a> {
    pub(super) app: &'a TestApp,
    pub(super) identity: Option<Identity>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) address: IpAddr,
}

impl<'a> TestClient<'a> {
    /// From where clients come that do not say: 203.0.113.9, of a network that is set apart for examples (RFC 5737).
    pub const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));

    /// From another address: `[198, 51, 100, 7]`.
    pub fn from_address(self, address: impl Into<IpAddr>) -> Self {
        Self { address: address.into(), ..self }
    }

    /// With this header in every request.
    ///
    /// # Panics
    /// If no header can be so.
    #[track_caller]
    pub fn with_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: fmt::Display>,
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            (Err(error), _) => panic!("a header of the test: {error}"),
            (_, Err(error)) => panic!("a header of the test: {error}"),
        }
        self
    }

    /// A GET of this path.
    #[track_caller]
    pub fn get(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::GET, path)
    }

    /// A POST to this path.
    #[track_caller]
    pub fn post(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::POST, path)
    }

    /// A PUT to this path.
    #[track_caller]
    pub fn put(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::PUT, path)
    }

    /// A PATCH of this path.
    #[track_caller]
    pub fn patch(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::PATCH, path)
    }

    /// A DELETE of this path.
    #[track_caller]
    pub fn delete(&self, path: impl AsRef<str>) -> TestCall<'a> {
        self.call(Method::DELETE, path)
    }

    /// A request with any method, for tests that go through a table: `call("PATCH", "/posts/2")`.
    ///
    /// # Panics
    /// If there is no such method, or the path is none.
    #[track_caller]
    pub fn call<M>(&self, method: M, path: impl AsRef<str>) -> TestCall<'a>
    where
        M: TryInto<Method, Error: fmt::Display>,
    {
        match method.try_into() {
            Ok(method) => TestCall::new(self.clone(), method, path.as_ref()),
            Err(error) => panic!("the method of the test: {error}"),
        }
    }
}

/// Without the headers, where credentials are.
impl fmt::Debug for TestClient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClient").field("identity", &self.identity).field("address", &self.address).finish_non_exhaustive()
    }
}
