//! What `#[action]` generates: an [`Action`] with its constant [`ActionSpec`].

mod access;
mod argument;
mod arguments;
mod fit;
mod key_field;
mod method;
mod proofs;
mod routes;
mod spec;
mod state;
mod step_up;
mod viewer;

use std::any::Any;
use std::future::Future;

pub use access::{Access, Requirement, TargetKey};
pub(crate) use argument::Part;
pub(crate) use argument::sealed;
pub use argument::{Argument, ArgumentOf, ArgumentSpec, Phase, Stage, Take, Taking};
pub use arguments::{ArgumentList, Filled};
#[doc(hidden)]
pub use key_field::{ExpectedKey, KeyField};
pub use method::Method;
#[doc(hidden)]
pub use proofs::{require_loaded, require_target, require_used};
pub(crate) use routes::same_route;
pub use routes::{ActionSet, MountedAction};
pub use spec::{ActionSpec, AuditMode};
pub use state::StatePart;
pub use step_up::StepUp;
#[doc(hidden)]
pub use viewer::{Viewer, shown, shown_if};

#[doc(hidden)]
pub use fit::{require_argument, require_counted, require_path};
#[doc(hidden)]
pub use routes::require_unique_route;

use crate::answer::{AnswerSpec, Draft};
use crate::application::Application;
use crate::error::ActionError;
use crate::rate_limit::InputKeys;

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

    /// The action with its type erased, for a list.
    #[doc(hidden)]
    fn mounted() -> MountedAction<Self::App>
    where
        Self: Sized,
    {
        MountedAction::of::<Self>()
    }
}
