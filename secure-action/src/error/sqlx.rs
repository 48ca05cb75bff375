//! What a database refuses, as failures that name neither table, column, constraint nor value.

#[cfg(test)]
mod tests;

use std::error::Error;

use http::StatusCode;
use sqlx::error::{DatabaseError, ErrorKind};

use super::{ActionError, Code};

/// Turns what a database refuses into failures that a client can act on.
///
/// | refused | SQLSTATE | SQLite | answer |
/// |---|---|---|---|
/// | a second of what must be unique | 23505 | 2067, 1555, 2579 | 409 `DUPLICATE_VALUE` |
/// | a reference to what does not exist | 23503 | 787 | 422 `INVALID_REFERENCE` |
/// | nothing where a value must be | 23502 | 1299 | 422 `VALIDATION_ERROR` |
/// | a value that a check forbids | 23514 | 275 | 422 `VALIDATION_ERROR` |
/// | a transaction that lost against another | 40001, 40P01 | 5, 6 | 503 `UNAVAILABLE`: the same request can succeed later |
///
/// Given to [`SecurityBuilder::classify_errors`](crate::SecurityBuilder::classify_errors). Reads the SQLSTATE of PostgreSQL and
/// the extended result code of SQLite, and of other databases the kind that their driver tells; everything else stays internal.
/// The text of the database reaches the log, never the client.
#[must_use]
pub fn constraint_errors(error: &(dyn Error + 'static)) -> Option<ActionError> {
    let database = error.downcast_ref::<sqlx::Error>()?.as_database_error()?;
    Some(match Refused::find(database)? {
        Refused::Duplicate => ActionError::new(StatusCode::CONFLICT, Code::DUPLICATE_VALUE, "this value is already in use"),
        Refused::Reference => unprocessable(Code::INVALID_REFERENCE, "a referenced item does not exist"),
        Refused::Missing => unprocessable(Code::VALIDATION_ERROR, "a required value is missing"),
        Refused::Value => unprocessable(Code::VALIDATION_ERROR, "a value is not acceptable"),
        Refused::ForNow => ActionError::unavailable("the transaction lost against another one"),
    })
}

fn unprocessable(code: Code, message: &'static str) -> ActionError {
    ActionError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
}

/// What a database refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Duplicate,
    Reference,
    Missing,
    Value,
    ForNow,
}

impl Refused {
    fn find(error: &dyn DatabaseError) -> Option<Self> {
        let code = error.code();
        let known = code.as_deref().and_then(|code| Self::by_sqlstate(code).or_else(|| Self::by_sqlite(code)));
        known.or_else(|| Self::by_kind(&error.kind()))
    }

    /// PostgreSQL, appendix A: class 23, integrity constraint violation, and class 40, transaction rollback.
    fn by_sqlstate(code: &str) -> Option<Self> {
        Some(match code {
            "23505" => Self::Duplicate,
            "23503" => Self::Reference,
            "23502" => Self::Missing,
            "23514" => Self::Value,
            "40001" | "40P01" => Self::ForNow,
            _ => return None,
        })
    }

    /// The extended result code of SQLite: the primary one in the lowest byte. A SQLSTATE, with its five characters, is none.
    fn by_sqlite(code: &str) -> Option<Self> {
        const BUSY: u32 = 5;
        const LOCKED: u32 = 6;
        const CONSTRAINT_CHECK: u32 = 275;
        const CONSTRAINT_FOREIGNKEY: u32 = 787;
        const CONSTRAINT_NOTNULL: u32 = 1299;
        const CONSTRAINT_PRIMARYKEY: u32 = 1555;
        const CONSTRAINT_UNIQUE: u32 = 2067;
        const CONSTRAINT_ROWID: u32 = 2579;

        if code.len() >= 5 {
            return None;
        }
        Some(match code.parse().ok()? {
            CONSTRAINT_UNIQUE | CONSTRAINT_PRIMARYKEY | CONSTRAINT_ROWID => Self::Duplicate,
            CONSTRAINT_FOREIGNKEY => Self::Reference,
            CONSTRAINT_NOTNULL => Self::Missing,
            CONSTRAINT_CHECK => Self::Value,
            // With every extension: `SQLITE_BUSY_SNAPSHOT`, `SQLITE_LOCKED_SHAREDCACHE`.
            extended if matches!(extended & 0xff, BUSY | LOCKED) => Self::ForNow,
            _ => return None,
        })
    }

    /// What the driver of another database makes of its codes.
    fn by_kind(kind: &ErrorKind) -> Option<Self> {
        Some(match kind {
            ErrorKind::UniqueViolation => Self::Duplicate,
            ErrorKind::ForeignKeyViolation => Self::Reference,
            ErrorKind::NotNullViolation => Self::Missing,
            ErrorKind::CheckViolation => Self::Value,
            _ => return None,
        })
    }
}
