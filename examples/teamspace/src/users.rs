//! Users: registering, profiles, roles.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{
    ActionError, AuditNote, Caller, Created, Email, Input, Json, NoContent, Path, Result, State, Visible, action, sanitize,
};
use serde::Deserialize;
use sqlx::SqlitePool;

use crate::app::Role;

/// A user, as others see it.
#[derive(Debug, Visible, sqlx::FromRow)]
pub struct Profile {
    id: String,
    #[visible(permission = "user:contact")]
    email: String,
    name: String,
    about: String,
    role: String,
}

/// A new user.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    #[garde(dive)]
    email: Email,
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 2, max = 30), pattern("^[a-z][a-z0-9_]*$"))]
    id: String,
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 1, max = 100), pattern("^[^<>{}]+$"))]
    name: String,
}

/// Registers a profile.
///
/// Anyone may call it. One address can be tried three times an hour, from wherever.
#[action(post = "/users", public, rate_limit("3/1h", by = "input.email"), rate_limit = "20/1h", tag = "users")]
pub async fn register(
    State(database): State<SqlitePool>,
    note: AuditNote,
    input: Input<Registration>,
) -> Result<Created<Profile>> {
    let profile = sqlx::query_as("INSERT INTO users (id, email, name) VALUES (?, ?, ?) RETURNING id, email, name, about, role")
        .bind(&input.id)
        .bind(input.email.as_str())
        .bind(&input.name)
        .fetch_one(&database)
        .await?;
    note.resource("user", &input.id);
    Ok(Created::new(profile).at(format!("/users/{}", input.id)))
}

/// Shows a profile.
#[action(get = "/users/{id}", permission = "profile:read", tag = "users")]
pub async fn read_profile(Path(id): Path<String>, State(database): State<SqlitePool>) -> Result<Json<Profile>> {
    let profile =
        sqlx::query_as("SELECT id, email, name, about, role FROM users WHERE id = ?").bind(id).fetch_optional(&database);
    Ok(Json(profile.await?.ok_or_else(|| ActionError::not_found("no such user"))?))
}

/// What a user may change of its own profile. A role is not among it.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 1, max = 100), pattern("^[^<>{}]+$"))]
    name: String,
    #[serde(default, with = "sanitize::Trimmed")]
    #[garde(length(chars, max = 1000), pattern("^[^<>{}]*$"))]
    about: String,
}

/// Changes the caller's own profile.
#[action(patch = "/profile", permission = "profile:update", rate_limit = "30/1h", tag = "users")]
pub async fn update_profile(
    caller: Caller,
    State(database): State<SqlitePool>,
    input: Input<ProfileChange>,
) -> Result<Json<Profile>> {
    let profile = sqlx::query_as("UPDATE users SET name = ?, about = ? WHERE id = ? RETURNING id, email, name, about, role")
        .bind(&input.name)
        .bind(&input.about)
        .bind(caller.id())
        .fetch_optional(&database)
        .await?;
    Ok(Json(profile.ok_or_else(|| ActionError::not_found("no such user"))?))
}

/// A user's new role.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    #[garde(skip)]
    role: Role,
}

/// Changes a user's role.
///
/// Takes effect at once: tokens that were issued before name the old role and are refused from now on.
#[action(post = "/users/{id}/role", permission = "user:change_role", rate_limit = "5/15m", audit = "durable", tag = "users")]
pub async fn change_role(
    Path(id): Path<String>,
    State(database): State<SqlitePool>,
    note: AuditNote,
    input: Input<RoleChange>,
) -> Result<NoContent> {
    note.resource("user", &id);
    note.fact("role", input.role);
    let changed = sqlx::query("UPDATE users SET role = ?, tokens_valid_from = unixepoch() + 1 WHERE id = ?")
        .bind(input.role.as_str())
        .bind(id)
        .execute(&database)
        .await?;
    if changed.rows_affected() == 0 {
        return Err(ActionError::not_found("no such user"));
    }
    Ok(NoContent)
}
