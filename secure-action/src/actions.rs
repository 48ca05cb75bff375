//! `Actions`: mounts actions on an ordinary axum `Router`, after the last checks.

mod builtin;
#[cfg(feature = "docs-page")]
mod docs_page;
mod document_access;
mod faults;
mod path;
mod preflight;
mod route;
mod secrets;
mod set;

use std::fmt;
use std::hash::RandomState;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::routing::get;
use http::{Method, StatusCode};

#[cfg(feature = "docs-page")]
use docs_page::DocsPage;
pub use document_access::DocumentAccess;
use faults::Served;
use set::handled;
pub use set::{ActionList, ActionSet, MountedAction};
#[doc(hidden)]
pub use set::{mounted, require_unique_route};

use crate::action::Action;
use crate::audit::Redaction;
use crate::authn::Authenticator;
use crate::error::Code;
use crate::openapi::{self, Configuration, Describe, Info, Scheme};
use crate::pipeline::{Guard, Meters, Mount};
use crate::policy::{Application, Policy};
use crate::rate_limit::ActionLimits;
use crate::security::{Core, Security, StartupError};
use crate::spec::{Access, ActionSpec};

/// Mounts actions on an axum `Router`.
///
/// The result is an ordinary router: it merges into any other, nests under any path, and keeps its guards, because they are
/// inside the actions and not in a layer around them.
#[must_use = "actions are mounted when they are turned into a router"]
pub struct Actions<App: Application> {
    security: Security<App>,
    state: App::State,
    mounted: Vec<MountedAction<App>>,
    document: Option<(String, Info, DocumentAccess)>,
    #[cfg(feature = "docs-page")]
    page: Option<docs_page::DocsPage>,
    fallback: bool,
}

impl<App: Application> Actions<App> {
    /// No actions yet, to be guarded by `security` and given parts of `state`.
    pub fn new(security: Security<App>, state: App::State) -> Self {
        Self {
            security,
            state,
            mounted: Vec::new(),
            document: None,
            #[cfg(feature = "docs-page")]
            page: None,
            fallback: false,
        }
    }

    /// Mounts a list made with [`actions!`](crate::actions!).
    pub fn mount(mut self, actions: impl ActionList<App>) -> Self {
        self.mounted.extend(actions.into_set().actions);
        self
    }

    /// Puts a plain axum handler behind all the stages of the action `A`, in place of its function: for an application that becomes one
    /// of actions step by step.
    ///
    /// ```
    /// # use secure_action::{policy, Application};
    /// # policy! { resource report; role auditor { report: read; } }
    /// # struct App;
    /// # impl Application for App { type State = (); type Policy = Policy; }
    /// use axum::Router;
    /// use secure_action::{Actions, Guarded, NoContent, Result, Security, StartupError, action};
    ///
    /// /// The report of the day.
    /// #[action(get = "/report", permission = "report:read")]
    /// async fn report() -> Result<NoContent> {
    ///     Ok(NoContent) // never called
    /// }
    ///
    /// /// As it was before.
    /// async fn old_report(caller: Guarded<report>) -> String {
    ///     format!("for {}", caller.id())
    /// }
    ///
    /// fn router(security: Security<App>) -> Result<Router, StartupError> {
    ///     Actions::new(security, ()).guard::<report, _, _>(old_report).into_router()
    /// }
    /// # fn main() {}
    /// ```
    ///
    /// Mounted is `A` with its route, access, limits, deadline, panic barrier, audit event and headers; whatever it takes from the path
    /// and the query is validated, and then taken by the handler again, whose state is that of the actions. The body is the handler's,
    /// up to `body_limit`. What the handler answers is sent as it is, errors included, except that the headers of this service win over
    /// its own; it is recorded as allowed, with its status. Only an error that it answers after the body broke off, or came too slowly, is
    /// not: the client's departure is recorded (400), or that it took too long (408). The document knows as much of it as of a [`Raw`](crate::Raw) answer.
    ///
    /// What answers at once needs no place among the [open streams](crate::SecurityBuilder::open_streams). One whose body is made
    /// while it is sent takes it when it has answered: where none is left, the client gets a 503, though the handler has run.
    ///
    /// # Limits
    /// An action that takes the body, a target or a [`Pending`](crate::Pending) cannot stand before a handler, which would not get them:
    /// it does not start.
    ///
    /// What the handler reads from the body, nobody else knows. It is not in the audit event, and not in the document; no rate limit
    /// can count by it; and whether there is a secret in it that could be guessed, no check at start-up can see. So a public action
    /// before a handler must say itself how often each address may call it, as those must that take a secret:
    /// `rate_limit = "100/1m"`. Without that it does not start.
    pub fn guard<A, H, T>(mut self, handler: H) -> Self
    where
        A: Action<App = App>,
        H: Handler<T, App::State> + Sync,
        T: 'static,
    {
        self.mounted.push(handled::<A, H, T>(handler));
        self
    }

    /// Serves the OpenAPI 3.1 document at `path` to those who may read it: guarded, limited and recorded like an action.
    pub fn openapi(mut self, path: impl Into<String>, info: Info, access: DocumentAccess) -> Self {
        self.document = Some((path.into(), info, access));
        self
    }

    /// Serves a page at `path` that shows the document to those who may open it: Swagger UI, with its files, where calls can be tried.
    ///
    /// Everything on it comes from this service; its `Content-Security-Policy` lets scripts and styles in from nowhere else, and calls
    /// go to this service or to where [`Info::served_at`] says. What it shows it loads as the reader from where
    /// [`openapi`](Self::openapi) serves it. The page alone says nothing of the service, so it may be public where the document is not:
    /// it asks for a bearer token then, which is kept until the page is left, and fills it in for the calls. A page that is not public
    /// wants a credential that browsers send by themselves, or a proxy that adds one.
    ///
    /// ```
    /// # use secure_action::{Application, policy};
    /// # policy! { resource report; role auditor { report: read; } }
    /// # struct App;
    /// # impl Application for App { type State = (); type Policy = Policy; }
    /// use axum::Router;
    /// use secure_action::openapi::Info;
    /// use secure_action::{Actions, DocumentAccess, Security, StartupError};
    ///
    /// fn router(security: Security<App>) -> Result<Router, StartupError> {
    ///     Actions::new(security, ())
    ///         .openapi("/openapi.json", Info::new("Reports", "1.0.0"), DocumentAccess::auth())
    ///         .docs("/docs", DocumentAccess::public())
    ///         .into_router()
    /// }
    /// # fn main() {}
    /// ```
    #[cfg(feature = "docs-page")]
    pub fn docs(mut self, path: impl Into<String>, access: DocumentAccess) -> Self {
        self.page = Some(docs_page::DocsPage::new(path.into(), access, <App::Policy as Policy>::TABLE));
        self
    }

    /// Answers requests that no route matches with a 404 problem document and the security headers, limited by address and
    /// recorded like those that an action answers.
    ///
    /// Not the default, because axum merges two routers only if at most one of them has a fallback.
    pub fn fallback(mut self) -> Self {
        self.fallback = true;
        self
    }

    /// The router.
    ///
    /// # Errors
    /// If something would be unguarded, unreachable or ambiguous, or a [`Secret`](crate::Secret) could be guessed by anybody, because
    /// a public action that takes one has no `rate_limit` by address (CWE-307): every fault at once.
    pub fn into_router(self) -> Result<Router, StartupError> {
        let Self { security, state, mounted, document, fallback, .. } = self;
        let core = security.core;
        let operations: Vec<_> = mounted.iter().map(MountedAction::documented).collect();
        let policy = <App::Policy as Policy>::TABLE;
        let document = document
            .map(|(path, info, access)| (builtin::spec("openapi_document", path, access.access(policy), policy), info, access));
        let served = document.iter().map(|(spec, _, access)| Served { what: "the OpenAPI document", spec, access: *access });
        let served: Vec<_> = served.collect();
        #[cfg(feature = "docs-page")]
        let served: Vec<_> = served.into_iter().chain(self.page.as_ref().map(DocsPage::served)).collect();
        let handled = || mounted.iter().filter(|action| action.handled).map(|action| action.spec);
        let described = document.iter().flat_map(|(_, info, _)| faults::tags_of_no_action(info, &operations));
        let found = faults::find(&operations, &served, &core).into_iter();
        let found = found.chain(handled().filter_map(faults::unhandled)).chain(handled().filter_map(faults::unseen));
        let own = mounted.iter().filter(|action| !action.handled).map(|action| action.spec);
        let found = found.chain(own.filter_map(faults::unread)).chain(described);
        #[cfg(feature = "docs-page")]
        let found = found.chain(self.page.iter().flat_map(|page| page.faults(document.is_some())));
        StartupError::unless_empty(found.collect())?;
        let builtin = |name| -> Result<Arc<Guard>, StartupError> {
            let spec = builtin::spec(name, String::new(), Access::Public, policy);
            guard(&core, spec, &[]).map(Arc::new)
        };

        let mut router = Router::new();
        if let Some((spec, info, access)) = document {
            let configuration = Configuration { public: access.is_public(), ..configuration::<App>(&core) };
            let text = openapi::document(&info, &operations, &configuration)
                .render()
                .map_err(|error| StartupError::of([format!("the OpenAPI document cannot be written: {error}")]))?;
            let guard = Arc::new(guard(&core, spec, &[])?);
            router = router.route(spec.path, get(builtin::document(guard, text)));
            #[cfg(feature = "docs-page")]
            if let Some(page) = self.page {
                router = page.add_to(router, (spec.path, &info), |spec| self::guard(&core, spec, &[]))?;
            }
        }
        let mut methods: Vec<Method> = Vec::new();
        for action in mounted {
            let method = action.spec.method.into();
            if !methods.contains(&method) {
                methods.push(method);
            }
            let mount = Mount { guard: guard(&core, action.spec, action.arguments)?, state: state.clone() };
            router = router.route(action.spec.path, (action.route)(mount));
        }
        let refuse = |name, status, code| Ok::<_, StartupError>(builtin::refuse(builtin(name)?, status, code));
        let other_methods = refuse("method_not_allowed", StatusCode::METHOD_NOT_ALLOWED, Code::METHOD_NOT_ALLOWED)?;
        router = router.method_not_allowed_fallback(other_methods);
        if fallback {
            router = router.fallback(refuse("not_found", StatusCode::NOT_FOUND, Code::NOT_FOUND)?);
        }
        Ok(match &core.cors {
            Some(cors) => {
                preflight::layered(router, cors.layer(methods), Arc::new(guard(&core, builtin::preflights(policy), &[])?))
            }
            None => router,
        })
    }
}

/// What the document must know of the configuration.
fn configuration<App: Application>(core: &Core) -> Configuration<'_> {
    let permissions = <App::Policy as Policy>::TABLE.permissions;
    let scheme = |authenticator: &dyn Authenticator| Scheme {
        name: authenticator.name(),
        object: authenticator.security_scheme(),
        names_scopes: std::iter::once(None)
            .chain(permissions.iter().map(|permission| Some(permission.name)))
            .any(|permission| authenticator.challenge_insufficient(permission).is_some()),
    };
    Configuration {
        schemes: core.authenticators.iter().map(scheme).collect(),
        default_limits: &core.default_limits,
        hosts_listed: core.hosts.is_some(),
        https_required: core.https_required,
        public: false,
        classified: !core.classifiers.is_empty(),
    }
}

fn guard(core: &Arc<Core>, spec: &'static ActionSpec, arguments: &[Describe]) -> Result<Guard, StartupError> {
    let limits = ActionLimits::new(&core.limiter, spec, &spec.limits(&core.default_limits)).map_err(StartupError::of)?;
    Ok(Guard {
        core: Arc::clone(core),
        spec,
        headers: core.headers.of_answers(!spec.access.is_public() || spec.takes_caller(), limits.policy()),
        limits,
        redaction: Arc::new(
            openapi::body_schema(arguments).map_or_else(Redaction::default, |schema| Redaction::from_schema(&schema)),
        ),
        hidden_key: secrets::is_key(spec).then(RandomState::new),
        meters: Meters::new(spec),
    })
}

impl<App: Application> fmt::Debug for Actions<App> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.mounted.iter().map(|action| action.spec.name)).finish()
    }
}
