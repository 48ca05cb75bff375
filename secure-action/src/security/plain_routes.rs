//! Plain axum routes beside the actions: the same headers on their answers, and no guard.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};

use super::Security;
use crate::answer::Problem;
use crate::policy::Application;

impl<App: Application> Security<App> {
    /// Gives the answers of plain axum routes what those of actions have: the security headers, each unless the handler set
    /// it, and an `X-Request-Id`, which the handler finds among the request's extensions as a [`RequestId`]. A request that
    /// names no host, or one that is not [listed](crate::SecurityBuilder::hosts), is refused.
    ///
    /// Nothing else: whoever may call these routes, how often and with what, they decide themselves. Answers can be kept by
    /// caches, unless the handler says otherwise.
    ///
    /// [`RequestId`]: crate::request::RequestId
    ///
    /// ```
    /// # use axum::routing::get;
    /// # use secure_action::audit::TracingSink;
    /// # use secure_action::{policy, Actions, Application, Security};
    /// # policy! { resource note; role user { note: read; } }
    /// # struct App;
    /// # impl Application for App { type State = (); type Policy = Policy; }
    /// # fn main() -> Result<(), secure_action::StartupError> {
    /// let security = Security::<App>::builder().audit(TracingSink::new()).build()?;
    /// let health = axum::Router::new().route("/health", get(|| async { "ok" }));
    /// let app = security.with_headers(health).merge(Actions::new(security.clone(), ()).into_router()?);
    /// # let _: axum::Router = app;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_headers<S: Clone + Send + Sync + 'static>(&self, routes: Router<S>) -> Router<S> {
        let core = Arc::clone(&self.core);
        routes.layer(from_fn(move |mut request: Request, next: Next| {
            let core = Arc::clone(&core);
            async move {
                let id = core.request_ids.next();
                if let Err(refusal) = core.check_host(request.uri(), request.headers()) {
                    let draft = Problem::of_refusal(&refusal).into_draft(id.as_str(), &[], false);
                    return core.headers.of_answers(false, None).dress(draft, &id, None, 0);
                }
                request.extensions_mut().insert(id.clone());
                let mut response = next.run(request).await;
                core.headers.complete(response.headers_mut(), &id);
                response
            }
        }))
    }
}
