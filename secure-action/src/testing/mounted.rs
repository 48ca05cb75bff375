//! `Mounted`: what a service is made of, for a test.

use std::fmt;

use axum::Router;

use crate::actions::Actions;
use crate::policy::Application;

/// What [`TestApp::new`](super::TestApp::new) sends requests to: [`Actions`], a `Router`, or a `Result` of one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a test can send requests to",
    label = "neither `Actions` nor a `Router`",
    note = "give `TestApp::new` a function that makes `Actions` or a `Router` of a `Security`, or a `Result` of one of them"
)]
pub trait Mounted {
    #[doc(hidden)]
    fn router(self) -> Result<Router, String>;
}

impl<App: Application> Mounted for Actions<App> {
    fn router(self) -> Result<Router, String> {
        self.into_router().map_err(|faults| faults.to_string())
    }
}

impl Mounted for Router {
    fn router(self) -> Result<Router, String> {
        Ok(self)
    }
}

impl<M: Mounted, E: fmt::Display> Mounted for Result<M, E> {
    fn router(self) -> Result<Router, String> {
        self.map_err(|error| error.to_string())?.router()
    }
}
