//! `Permit<P>`: proof that the caller holds a permission.

use std::fmt;
use std::marker::PhantomData;

use super::demanded::demanded_outright;
use crate::error::Refusal;
use crate::policy::Permission;
use crate::spec::Access;

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
    /// The proof, for a caller whom stage 6 let into an action with this access.
    ///
    /// Stage 6 has decided: who holds `P` for some targets only does not enter an action that takes one. That the action demands
    /// `P`, and admits no role that holds it under a condition, is checked by the compiler where `#[action]` stands.
    pub(crate) fn earned(access: &Access) -> Result<Self, Refusal> {
        demanded_outright(access, P::INDEX).map(|()| Self(PhantomData))
    }

    /// A proof that proves nothing, for tests of functions that demand one.
    ///
    /// Needs the feature `testing` and debug assertions: in a release build there is no such function, whichever crate of the
    /// workspace has turned the feature on.
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
    /// clear(&mut log, &Permit::for_test());
    /// assert!(log.is_empty());
    /// # }
    /// ```
    #[cfg(all(feature = "testing", debug_assertions))]
    #[must_use]
    pub fn for_test() -> Self {
        Self(PhantomData)
    }
}

impl<P: Permission> fmt::Debug for Permit<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", P::NAME)
    }
}
