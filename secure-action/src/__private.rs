//! What generated code needs. Nobody else may rely on anything here.

pub use crate::action::{
    Access, Action, ActionSet, ActionSpec, Argument, ArgumentSpec, AuditMode, Method, MountedAction, Stage, Taking,
    require_argument, require_path, require_unique_route,
};
pub use crate::answer::{Answer, AnswerSpec};
pub use crate::application::Application;
pub use crate::error::ActionError;
pub use crate::policy::{
    Permission, PermissionEntry, Policy, PolicyTable, Role, RoleEntry, RoleSet, require_permission, require_role,
    require_satisfiable,
};
pub use crate::rate_limit::{InputKeys, LimitKey, RateLimit};
pub use axum::response::Response;
pub use std::time::Duration;
pub use {schemars, serde};

use std::marker::PhantomData;

/// One argument position of a function. Its description and its extraction both go through [`argument`], so that a type that
/// cannot be an argument is reported in the same words twice, which the compiler prints once.
#[derive(Debug)]
pub struct ArgumentOf<App, T>(PhantomData<fn() -> (App, T)>);

/// The argument `T` of an action of `App`.
#[must_use]
pub const fn argument<App: Application, T: Argument<App>>() -> ArgumentOf<App, T> {
    ArgumentOf(PhantomData)
}

/// The description of an argument.
#[must_use]
pub const fn argument_spec<App: Application, T: Argument<App>>(_: ArgumentOf<App, T>) -> ArgumentSpec {
    ArgumentSpec::of::<App, T>()
}

/// Takes an argument from the request.
pub async fn take_argument<App: Application, T: Argument<App>>(
    _: ArgumentOf<App, T>,
    taking: &mut Taking<'_, App>,
) -> Option<T> {
    taking.argument().await
}

/// The answer type `T`; see [`ArgumentOf`].
#[derive(Debug)]
pub struct AnswerOf<T>(PhantomData<fn() -> T>);

/// The answer `T` of an action.
#[must_use]
pub const fn answer<T: Answer>() -> AnswerOf<T> {
    AnswerOf(PhantomData)
}

/// The description of an answer.
#[must_use]
pub fn answer_spec<T: Answer>(_: AnswerOf<T>) -> AnswerSpec {
    AnswerSpec::of::<T>()
}

/// Makes the response from what the function returned.
pub fn respond<T: Answer, E: Into<ActionError>>(_: AnswerOf<T>, result: Result<T, E>) -> Result<Response, ActionError> {
    result.map_err(Into::into)?.into_response()
}

/// Reads a role by its name. An unknown one is refused without repeating it.
pub fn role_from<'de, D, R>(deserializer: D) -> Result<R, D::Error>
where
    D: serde::Deserializer<'de>,
    R: std::str::FromStr,
{
    let name = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
    name.parse().map_err(|_| serde::de::Error::custom("unknown role"))
}

/// The schema of an `enum Role`.
#[must_use]
pub fn role_schema(names: &[&str]) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": names, "description": "A role of the application." })
}
