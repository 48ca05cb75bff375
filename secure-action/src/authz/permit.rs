//! `Permit<P>`: proof that the caller holds a permission.

use std::fmt;
use std::marker::PhantomData;

use crate::action::{Argument, Part, Stage, Take, Taking, sealed};
use crate::application::Application;
use crate::openapi::OperationBuilder;
use crate::policy::Permission;

/// Proof that the caller holds the permission `P`. An action takes it as an argument and hands it on, so that a function three
/// calls down can demand it.
///
/// Only the pipeline makes one, only for an action that demands `P`, and only for a caller who holds it for every target.
///
/// ```
/// # secure_action::policy! { resource log; role admin { log: clear; } }
/// use secure_action::Permit;
///
/// async fn clear(_: &Permit<permission::log::Clear>) { /* ... */ }
/// # fn main() {}
/// ```
pub struct Permit<P>(PhantomData<fn() -> P>);

impl<P: Permission> Permit<P> {
    /// A proof that proves nothing, for tests of functions that demand one.
    ///
    /// ```
    /// # secure_action::policy! { resource log; role admin { log: clear; } }
    /// use secure_action::Permit;
    ///
    /// fn clear(log: &mut Vec<String>, _: &Permit<permission::log::Clear>) {
    ///     log.clear();
    /// }
    ///
    /// # fn main() {
    /// // In a test:
    /// let mut log = vec!["a line".to_owned()];
    /// clear(&mut log, &Permit::forged_for_a_test());
    /// assert!(log.is_empty());
    /// # }
    /// ```
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn forged_for_a_test() -> Self {
        Self(PhantomData)
    }
}

impl<P: Permission> fmt::Debug for Permit<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", P::NAME)
    }
}

impl<P> sealed::Sealed for Permit<P> {}

impl<App: Application, P: Permission<Policy = App::Policy>> Argument<App> for Permit<P> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Permit(P::INDEX);

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        // Stage 6 has decided: who holds `P` for some targets only does not enter an action that takes one. That the action
        // demands `P`, and admits no role that holds it under a condition, is checked by the compiler where `#[action]` stands.
        Take::Ready(taking.demands_outright(P::INDEX).map(|()| Self(PhantomData)))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
