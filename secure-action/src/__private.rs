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
pub use {schemars, serde};
pub use std::time::Duration;

use std::marker::PhantomData;

/// One argument position of a function: both its constant description and its extraction go through here, so that a type
/// that cannot be an argument is reported once.
#[derive(Debug)]
pub struct ArgumentOf<App, T>(PhantomData<fn() -> (App, T)>);

/// The argument `T` of an action of `App`.
#[must_use]
pub const fn argument<App: Application, T: Argument<App>>() -> ArgumentOf<App, T> {
    ArgumentOf(PhantomData)
}

impl<App: Application, T: Argument<App>> ArgumentOf<App, T> {
    /// Its description.
    #[must_use]
    pub const fn spec(self) -> ArgumentSpec {
        ArgumentSpec::of::<App, T>()
    }

    /// Takes it from the request.
    pub async fn take(self, taking: &mut Taking<'_, App>) -> Option<T> {
        taking.argument().await
    }
}

/// The answer type `T`, as the only place that demands `T: Answer`.
#[derive(Debug)]
pub struct AnswerOf<T>(PhantomData<fn() -> T>);

/// The answer `T` of an action.
#[must_use]
pub const fn answer<T: Answer>() -> AnswerOf<T> {
    AnswerOf(PhantomData)
}

impl<T: Answer> AnswerOf<T> {
    /// Its description.
    #[must_use]
    pub fn spec(self) -> AnswerSpec {
        AnswerSpec::of::<T>()
    }

    /// Makes the response.
    pub fn respond<E: Into<ActionError>>(self, result: Result<T, E>) -> Result<Response, ActionError> {
        result.map_err(Into::into)?.into_response()
    }
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
