//! `Mount` and `Guard`: what requests to one action need, made once.

use std::sync::Arc;

use super::telemetry::Meters;
use crate::answer::AnswerHeaders;
use crate::audit::Redaction;
use crate::policy::Application;
use crate::rate_limit::ActionLimits;
use crate::security::Core;
use crate::spec::ActionSpec;

/// One action on its route, with the state its function takes parts of.
pub(crate) struct Mount<App: Application> {
    pub(crate) guard: Guard,
    pub(crate) state: App::State,
}

/// What the stages need to guard one action; not generic, so that they are compiled once.
pub(crate) struct Guard {
    pub(crate) core: Arc<Core>,
    pub(crate) spec: &'static ActionSpec,
    pub(crate) limits: ActionLimits,
    /// The headers of every answer.
    pub(crate) headers: AnswerHeaders,
    /// What of the input stays out of the audit trail.
    pub(crate) redaction: Arc<Redaction>,
    pub(crate) meters: Meters,
}

impl<App: Application> std::fmt::Debug for Mount<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mount").field("spec", &self.guard.spec.name).finish_non_exhaustive()
    }
}
