//! An action that demands a permission, and takes the proof of it.

use secure_action::{NoContent, Path, Permit, Result, State, action};

use crate::Database;
use crate::policy::permission::user::Delete;

/// Deletes a user.
#[action(delete = "/users/{id}", permission = "user:delete", rate_limit = "5/15m")]
pub async fn delete_user(permit: Permit<Delete>, Path(id): Path<u32>, State(database): State<Database>) -> Result<NoContent> {
    database.delete_user(id, permit);
    Ok(NoContent)
}
