//! `Action`: what `#[action]` generates for a function, beside its constant [`ActionSpec`].

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;

use crate::answer::{AnswerSpec, Draft, Viewer};
use crate::argument::{Phase, Taking};
use crate::error::ActionError;
use crate::openapi::Describe;
use crate::policy::Application;
use crate::rate_limit::InputKeys;
use crate::spec::ActionSpec;

/// One annotated function: its description and the way to call it.
///
/// Implemented by `#[action]` for an empty struct of the function's name. Everything else, the guards, the OpenAPI
/// operation and the audit trail, is driven from [`SPEC`](Self::SPEC).
#[diagnostic::on_unimplemented(message = "`{Self}` is not an action", note = "annotate the function with `#[action(...)]`")]
pub trait Action: Send + Sync + 'static {
    /// The application this action belongs to.
    type App: Application;

    /// The constant description of this action.
    const SPEC: &'static ActionSpec;

    /// The action as a value.
    #[doc(hidden)]
    const ITSELF: PhantomData<Self> = PhantomData;

    /// What each of the function's arguments adds to the documented operation, in the order of [`ActionSpec::arguments`].
    #[doc(hidden)]
    const DESCRIPTIONS: &'static [Describe];

    /// A place for each of the function's arguments, as a tuple.
    #[doc(hidden)]
    type Arguments: Default + Send;

    /// Takes the arguments of one phase from the request; the reasons for what could not be taken are left in `taking`.
    #[doc(hidden)]
    fn take(
        phase: Phase,
        arguments: &mut Self::Arguments,
        taking: &mut Taking<'_, Self::App>,
    ) -> impl Future<Output = ()> + Send;

    /// The key of the target, where it is a field of the input: an `Option<KeyField<_>>`.
    #[doc(hidden)]
    fn target_key(_arguments: &Self::Arguments) -> impl Any + Send {}

    /// Gives the values of the input fields that rate limits are keyed by, in the order of the limits.
    #[doc(hidden)]
    fn input_keys(_arguments: &Self::Arguments, _keys: &mut InputKeys<'_>) {}

    /// Calls the function, and writes what it answers for the viewer.
    #[doc(hidden)]
    fn call(arguments: Self::Arguments, viewer: Viewer) -> impl Future<Output = Result<Draft, ActionError>> + Send;

    /// What the function may answer.
    #[doc(hidden)]
    fn answer() -> AnswerSpec;
}
