//! `Mount` and `Guard`: what requests to one action need, made once.

use std::hash::RandomState;
use std::sync::Arc;

use super::telemetry::Meters;
use crate::answer::AnswerHeaders;
use crate::audit::{Redaction, Resource};
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
    /// What the ids of targets are hashed with in the trail, where they are secrets.
    pub(crate) hidden_key: Option<RandomState>,
    pub(crate) meters: Meters,
}

impl Guard {
    /// What the call is about, as the trail may know it.
    pub(super) fn named(&self, resource: Resource) -> Resource {
        match &self.hidden_key {
            None => resource,
            Some(key) => resource.hashed(key),
        }
    }
}

impl<App: Application> std::fmt::Debug for Mount<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mount").field("spec", &self.guard.spec.name).finish_non_exhaustive()
    }
}
