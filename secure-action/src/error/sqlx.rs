//! Database constraint violations as public failures that name neither table nor constraint.

use std::error::Error;

use http::StatusCode;
use sqlx::error::ErrorKind;

use super::{ActionError, Code};

/// Turns unique and foreign-key violations into 409 `DUPLICATE_VALUE` and 422 `INVALID_REFERENCE`.
///
/// Given to [`SecurityBuilder::classify_errors`](crate::SecurityBuilder::classify_errors). Reads SQLSTATE 23505 and 23503 of
/// PostgreSQL and the extended result codes of SQLite; everything else stays internal.
#[must_use]
pub fn constraint_errors(error: &(dyn Error + 'static)) -> Option<ActionError> {
    let database = error.downcast_ref::<sqlx::Error>()?.as_database_error()?;
    match database.kind() {
        ErrorKind::UniqueViolation => {
            Some(ActionError::new(StatusCode::CONFLICT, Code::DUPLICATE_VALUE, "this value is already in use"))
        }
        ErrorKind::ForeignKeyViolation => Some(ActionError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            Code::INVALID_REFERENCE,
            "a referenced item does not exist",
        )),
        _ => None,
    }
}
