//! `Security`: the running configuration, built and checked once, at start-up.

mod builder;
mod cors;
mod development;
mod origin;
mod plain_routes;
mod served;
mod startup_error;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Uri};

pub use builder::SecurityBuilder;
pub use cors::Cors;
pub use development::Development;
pub(crate) use development::is_local_only as development_is_local_only;
pub(crate) use served::Served;
pub use startup_error::StartupError;

use crate::answer::SecurityHeaders;
use crate::audit::Trail;
use crate::authn::Authenticators;
use crate::error::{ActionError, Refusal};
use crate::policy::Application;
use crate::rate_limit::{Limiter, RateLimit};
use crate::request::{Clock, Host, Hosts, Notice, RequestIds, TrustedProxies};

/// The running configuration of an application: authenticators, limiter, audit trail, headers.
///
/// Built once, by [`Security::builder`]; cloning shares it.
pub struct Security<App: Application> {
    pub(crate) core: Arc<Core>,
    app: PhantomData<fn() -> App>,
}

/// The configuration without the application's type, so that the stages are compiled once.
pub(crate) struct Core {
    pub(crate) authenticators: Authenticators,
    pub(crate) proxies: Option<TrustedProxies>,
    pub(crate) hosts: Option<Hosts>,
    pub(crate) https_required: bool,
    pub(crate) limiter: Limiter,
    pub(crate) default_limits: [RateLimit; 2],
    pub(crate) trail: Trail,
    pub(crate) headers: SecurityHeaders,
    pub(crate) cors: Option<Cors>,
    /// The other origins that answers may send clients to.
    pub(crate) redirects: Vec<String>,
    /// How long a streamed answer may have nothing to send.
    pub(crate) stream_idle: Duration,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) request_ids: RequestIds,
    /// What the operator must configure so that clients can be told apart.
    pub(crate) unknown_clients: Notice,
    pub(crate) development: Option<Development>,
    pub(crate) classifiers: Vec<Classifier>,
}

impl Core {
    /// Whether the application is the one that a request means.
    ///
    /// # Errors
    /// 400 for what names no host, or two; 421 for one that is not listed.
    pub(crate) fn check_host(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = Host::of(uri, headers)?;
        self.hosts.as_ref().map_or(Ok(()), |hosts| hosts.check(host))
    }
}

/// Turns some internal errors into public ones.
pub(crate) type Classifier = fn(&(dyn std::error::Error + 'static)) -> Option<ActionError>;

impl<App: Application> Security<App> {
    /// Begins a configuration.
    pub fn builder() -> SecurityBuilder<App> {
        SecurityBuilder::new()
    }

    /// Returns when every audit event recorded so far is stored.
    ///
    /// [`serve`](crate::serve()) does this on shutdown.
    pub async fn flush_audit(&self) {
        self.core.trail.flush().await;
    }

    fn new(core: Core) -> Self {
        Self { core: Arc::new(core), app: PhantomData }
    }
}

impl<App: Application> Clone for Security<App> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), app: PhantomData }
    }
}

impl<App: Application> fmt::Debug for Security<App> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.core.authenticators.iter().map(|authenticator| authenticator.name()).collect();
        f.debug_struct("Security").field("authenticators", &names).finish_non_exhaustive()
    }
}
