//! `SecurityBuilder`: collects the configuration and refuses an unsafe one.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::origin::origin_fault;
use super::{Classifier, Core, Cors, Development, Security, StartupError};
use crate::answer::SecurityHeaders;
use crate::audit::{Settings, Sink, Trail};
use crate::authn::{Authenticator, Authenticators};
use crate::error::ActionError;
use crate::policy::{Application, Policy};
use crate::rate_limit::{DefaultLimits, Limiter, RateLimit, SharedLimits};
use crate::request::{Clock, Hosts, Notice, RequestIds, SystemClock, TrustedProxies};

/// Collects the configuration of an application. Made by [`Security::builder`].
///
/// ```
/// # use secure_action::{policy, Application, Security};
/// use secure_action::audit::TracingSink;
///
/// # policy! { resource note; role user { note: read; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// let security = Security::<App>::builder()
///     .audit(TracingSink::new()) // for the log; `JsonLines` writes a file
///     .build()?;
/// # Ok::<(), secure_action::StartupError>(())
/// ```
#[must_use = "a configuration takes effect when it is built"]
pub struct SecurityBuilder<App: Application> {
    authenticators: Vec<Box<dyn Authenticator>>,
    sinks: Vec<Box<dyn Sink>>,
    audit_queue: usize,
    proxies: Option<TrustedProxies>,
    hosts: Option<Vec<String>>,
    https_required: bool,
    default_limits: DefaultLimits,
    shared_limits: Option<SharedLimits>,
    limiter_keys: usize,
    headers: SecurityHeaders,
    cors: Option<Cors>,
    redirects: Vec<String>,
    streams: usize,
    stream_idle: Duration,
    clock: Box<dyn Clock>,
    development: Option<Development>,
    classifiers: Vec<Classifier>,
    app: PhantomData<fn() -> App>,
}

impl<App: Application> SecurityBuilder<App> {
    /// Audit events that may wait to be written before new requests have to wait themselves.
    pub const DEFAULT_AUDIT_QUEUE: usize = 16_384;

    pub(super) fn new() -> Self {
        Self {
            authenticators: Vec::new(),
            sinks: Vec::new(),
            audit_queue: Self::DEFAULT_AUDIT_QUEUE,
            proxies: None,
            hosts: None,
            https_required: false,
            default_limits: DefaultLimits::default(),
            shared_limits: None,
            limiter_keys: Limiter::DEFAULT_CAPACITY,
            headers: SecurityHeaders::default(),
            cors: None,
            redirects: Vec::new(),
            streams: Settings::DEFAULT.streams,
            stream_idle: Duration::from_secs(60),
            clock: Box::new(SystemClock::new()),
            development: None,
            classifiers: Vec::new(),
            app: PhantomData,
        }
    }

    /// Adds a way of telling who is calling. Several of one kind have different names.
    pub fn authenticate(mut self, authenticator: impl Authenticator) -> Self {
        self.authenticators.push(Box::new(authenticator));
        self
    }

    /// Adds a place where audit events are stored. At least one must be named; each gets every event.
    ///
    /// [`JsonLines`](crate::audit::JsonLines) writes a file, [`TracingSink`](crate::audit::TracingSink) the log, which keeps what
    /// somebody subscribed to. Actions with `audit = "durable"` start only where at least one sink [is
    /// durable](Sink::is_durable); their answers wait for all of them.
    pub fn audit(mut self, sink: impl Sink) -> Self {
        self.sinks.push(Box::new(sink));
        self
    }

    /// How many audit events may wait to be written before new requests have to wait
    /// (default: [`DEFAULT_AUDIT_QUEUE`](Self::DEFAULT_AUDIT_QUEUE)). For events of refusals there is room for half as many
    /// besides, two at least: they take no place from calls that are let in, and beyond it they are counted instead
    /// ([`Event::unwritten`](crate::audit::Event::unwritten)).
    pub fn audit_queue(mut self, events: usize) -> Self {
        self.audit_queue = events;
        self
    }

    /// The proxies that may say where a request came from. Without them the socket's peer is the client.
    pub fn trusted_proxies(mut self, proxies: TrustedProxies) -> Self {
        self.proxies = Some(proxies);
        self
    }

    /// The hosts that the application answers to; a request whose `Host` is another gets 421 (RFC 9110, section 7.4). Without
    /// the list it answers to any, and whatever makes links of `Host` makes them of what a client wrote.
    ///
    /// A host is a name or an address, compared whole, with `*.` for one label: `"*.example.com"`. It stands for the ports 80 and
    /// 443 unless it names another (`"localhost:3000"`) or every one (`"[::1]:*"`). What checks the service's health must name
    /// one of them, too.
    pub fn hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.hosts.get_or_insert_default().extend(hosts.into_iter().map(Into::into));
        self
    }

    /// Refuses requests that did not reach the trusted proxies encrypted.
    pub fn require_https(mut self) -> Self {
        self.https_required = true;
        self
    }

    /// The limit of every public action by client address (default: 100 in any minute, for each action).
    ///
    /// The limits that an action names add to it, unless one of them is by address itself.
    pub fn default_rate_limit(mut self, limit: RateLimit) -> Self {
        self.default_limits.public = limit;
        self
    }

    /// The limit of every guarded action by caller (default: 1000 in any minute, for each action).
    ///
    /// The limits that an action names add to it, unless one of them is by caller itself.
    pub fn default_caller_rate_limit(mut self, limit: RateLimit) -> Self {
        self.default_limits.guarded = limit;
        self
    }

    /// Counts rate limits in a store that several processes share (default: each process in its own memory). While the store is
    /// out of order, each process counts for itself; a limit with `on_outage = "deny"` refuses.
    pub fn shared_rate_limits(mut self, store: SharedLimits) -> Self {
        self.shared_limits = Some(store);
        self
    }

    /// How many keys the rate limiter can tell apart at once. Its memory is constant: about 70 bytes for each.
    pub fn rate_limit_keys(mut self, keys: usize) -> Self {
        self.limiter_keys = keys;
        self
    }

    /// Replaces the security headers.
    pub fn headers(mut self, headers: SecurityHeaders) -> Self {
        self.headers = headers;
        self
    }

    /// Lets pages of other origins read answers.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// The other origins that [`Redirect::away`](crate::Redirect::away) may send clients to: scheme, host and, if it is not the
    /// default, port. Compared exactly.
    pub fn redirects_to<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.redirects.extend(origins.into_iter().map(Into::into));
        self
    }

    /// How many answers whose bodies are made while they are sent may be open at once (default: 1024). A call that could become
    /// one more is a 503 before its function runs.
    pub fn open_streams(mut self, most: usize) -> Self {
        self.streams = most;
        self
    }

    /// How long an open stream may have nothing to send before it is ended (default: 60 s). The deadline of the action ends with
    /// the head of the answer.
    pub fn stream_idle(mut self, longest: Duration) -> Self {
        self.stream_idle = longest;
        self
    }

    /// Replaces the system's clocks, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Whether nobody can authenticate.
    #[cfg(all(feature = "testing", debug_assertions))]
    pub(crate) fn knows_nobody(&self) -> bool {
        self.authenticators.is_empty()
    }

    /// Puts internal error text into answers.
    pub fn development(mut self, development: Development) -> Self {
        self.development = Some(development);
        self
    }

    /// Turns some internal errors into others, public ones or a 503, before they are answered; the first `Some` wins. The log
    /// is told of the error that the function returned.
    ///
    /// Each error in the chain of causes is tried. With the `sqlx` feature, `secure_action::constraint_errors` is one.
    pub fn classify_errors(mut self, classifier: fn(&(dyn std::error::Error + 'static)) -> Option<ActionError>) -> Self {
        self.classifiers.push(classifier);
        self
    }

    /// Checks everything and starts the audit trail.
    ///
    /// # Errors
    /// If the configuration is unsafe or incomplete: every fault at once.
    pub fn build(mut self) -> Result<Security<App>, StartupError> {
        let mut faults = self.faults();
        let request_ids =
            RequestIds::new().map_err(|error| faults.push(format!("the operating system gives no randomness: {error}"))).ok();
        let limiter = Limiter::new(self.limiter_keys, self.shared_limits.take());
        let limiter = limiter.map_err(|error| faults.push(format!("rate limiter: {error}"))).ok();
        let hosts = match self.hosts.as_deref().map(Hosts::new).transpose() {
            Ok(hosts) => hosts,
            Err(wrong) => {
                faults.extend(wrong);
                None
            }
        };
        let (Some(request_ids), Some(limiter), []) = (request_ids, limiter, faults.as_slice()) else {
            return Err(StartupError::of(faults));
        };
        let settings = Settings { capacity: self.audit_queue, streams: self.streams, ..Settings::DEFAULT };
        let trail = Trail::start_with(self.sinks, settings)
            .map_err(|error| StartupError::of([format!("the thread of the audit trail does not start: {error}")]))?;
        if let Some(development) = self.development {
            development.announce();
        }
        Ok(Security::new(Core {
            authenticators: Authenticators::new(self.authenticators),
            proxies: self.proxies,
            hosts,
            https_required: self.https_required,
            limiter,
            default_limits: self.default_limits.all(),
            trail,
            headers: self.headers,
            cors: self.cors,
            redirects: self.redirects,
            stream_idle: self.stream_idle,
            clock: self.clock,
            request_ids,
            unknown_clients: Notice::default(),
            development: self.development,
            classifiers: self.classifiers,
        }))
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, authenticator) in self.authenticators.iter().enumerate() {
            let name = authenticator.name();
            faults.extend(authenticator.faults().into_iter().map(|fault| format!("{name}: {fault}")));
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
                faults.push(format!("an authenticator is called `{name}`: a name has letters, digits, `-`, `_` and `.` only"));
            }
            let earlier = || self.authenticators.iter().take(index);
            if earlier().any(|earlier| earlier.name() == name) {
                faults.push(format!("two authenticators are called `{name}`: give one another name, as by `Jwt::named`"));
            }
            if let Some(issuer) = authenticator.issuer()
                && let Some(other) = earlier().find(|earlier| earlier.issuer() == Some(issuer))
            {
                faults.push(format!(
                    "`{}` and `{name}` both decide about what `{issuer}` issued: make one of them, with the keys and audiences of both",
                    other.name()
                ));
            }
        }
        let policy = <App::Policy as Policy>::TABLE;
        if policy.roles.is_empty() {
            faults.push("the policy declares no roles".to_owned());
        }
        faults.extend(self.default_limits.faults());
        faults.extend(self.proxies.as_ref().and_then(TrustedProxies::fault));
        if self.https_required && self.proxies.is_none() {
            faults.push(
                "`require_https` needs `trusted_proxies`: only they can say whether a request came in encrypted".to_owned(),
            );
        }
        if self.sinks.is_empty() {
            faults.push(
                "no place for audit events is named: add `.audit(JsonLines::create(\"audit.jsonl\")?)` for a file, or \
                 `.audit(TracingSink::new())` where a subscriber of the log keeps them"
                    .to_owned(),
            );
        }
        if self.audit_queue == 0 {
            faults.push("the audit queue has no room: no request could ever run".to_owned());
        }
        faults.extend(self.headers.faults());
        faults.extend(self.cors.iter().flat_map(Cors::faults));
        let redirect_fault = |origin: &String| origin_fault(origin).map(|fault| format!("redirect origin `{origin}` {fault}"));
        faults.extend(self.redirects.iter().filter_map(redirect_fault));
        faults
    }
}

impl<App: Application> fmt::Debug for SecurityBuilder<App> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecurityBuilder").finish_non_exhaustive()
    }
}
