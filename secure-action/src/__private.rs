//! What generated code needs. Nobody else may rely on anything here.

pub use crate::action::Action;
pub use crate::actions::{ActionSet, MountedAction, mounted, require_unique_route};
pub use crate::answer::{Answer, AnswerOf, AnswerSpec, Draft, Fallible, Shown, Viewer, shown, shown_if};
pub use crate::argument::{Argument, ArgumentList, ArgumentOf, ExpectedKey, Filled, KeyField, Phase, Take, Taking};
pub use crate::authz::{Decided, TargetPermission};
pub use crate::caller::Caller;
pub use crate::error::{ActionError, BoxError, ErrorSource, Failure, FailureOf, PublicError, PublicVariant, action_error};
pub use crate::openapi::Describe;
pub use crate::policy::{
    Application, Declared, Known, Otherwise, Permission, PermissionAt, PermissionEntry, Policy, PolicyTable, Probe, Role,
    RoleEntry, RoleSet, permission_position, require_application, require_permission, require_role, require_satisfiable,
    require_separate, require_visible,
};
pub use crate::rate_limit::InputKeys;
pub use crate::spec::{
    Access, ActionSpec, ArgumentSpec, AuditMode, Count, LimitKey, Method, OnOutage, RateLimit, Stage, TargetKey,
    require_argument, require_counted, require_event, require_loaded, require_path, require_target, require_used,
};
pub use secure_action_macros::beside;
pub use std::time::Duration;
pub use {schemars, serde};

/// The caller's roles of the policy `P`, by position.
#[must_use]
pub fn roles_of<P: Policy>(caller: &Caller) -> RoleSet {
    caller.roles_of(std::any::TypeId::of::<P>())
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
