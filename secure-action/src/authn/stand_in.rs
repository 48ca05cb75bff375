//! `StandIn`: whom a test puts in the place of a caller with credentials.

use super::{Authenticators, Presented};
use crate::caller::{Caller, Identity};

/// Rides on a request, where nothing that comes over a wire can stand.
#[derive(Clone)]
pub(crate) struct StandIn(pub(crate) Identity);

impl Authenticators {
    /// The caller, as if the first authenticator that the action accepts had found it.
    pub(super) fn stand_in(&self, names: &[&str], presented: Presented<'_>) -> Option<Caller> {
        let StandIn(identity) = presented.head.extensions.get()?;
        Some(Caller::new(self.accepted(names).next()?.name(), identity.clone()))
    }
}
