//! `Application`: what all actions of one application share.

use super::Policy;

/// Names the state and the policy that all actions of one application share.
///
/// `#[action]` looks for `crate::App`; `#[action(app = path::to::App)]` names another.
///
/// ```
/// use secure_action::{policy, Application};
///
/// policy! {
///     resource note;
///     role user { note: read, write; }
/// }
///
/// #[derive(Clone)]
/// pub struct AppState { /* pools, clients, configuration */ }
///
/// pub struct App;
/// impl Application for App {
///     type State = AppState;
///     type Policy = Policy;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    note = "write `impl Application for {Self} {{ type State = ...; type Policy = Policy; }}`"
)]
pub trait Application: Send + Sync + 'static {
    /// What actions share at run time; a function takes parts of it as `State<T>` with `T: FromRef<Self::State>`.
    type State: Clone + Send + Sync + 'static;

    /// Who may do what, declared with [`policy!`](crate::policy!).
    type Policy: Policy;
}
