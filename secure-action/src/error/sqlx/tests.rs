//! Each code of each database, as a driver gives it, and what a client is told.

use std::borrow::Cow;
use std::fmt;

use super::*;
use crate::answer::Problem;

/// What a driver gives: everything in it but the code is for the log.
#[derive(Debug)]
struct Violation {
    code: Option<&'static str>,
    kind: fn() -> ErrorKind,
}

const MESSAGE: &str = "duplicate key value violates unique constraint \"users_email_key\": Key (email)=(ada@example.com)";

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MESSAGE)
    }
}

impl Error for Violation {}

impl DatabaseError for Violation {
    fn message(&self) -> &str {
        MESSAGE
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        self.code.map(Cow::Borrowed)
    }

    fn constraint(&self) -> Option<&str> {
        Some("users_email_key")
    }

    fn table(&self) -> Option<&str> {
        Some("users")
    }

    fn kind(&self) -> ErrorKind {
        (self.kind)()
    }

    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }
}

/// What becomes of an error whose driver knows nothing but its code.
fn of_code(code: &'static str) -> Option<ActionError> {
    of(Violation { code: Some(code), kind: || ErrorKind::Other })
}

fn of(violation: Violation) -> Option<ActionError> {
    constraint_errors(&sqlx::Error::Database(Box::new(violation)))
}

fn told(error: &ActionError) -> (u16, &'static str) {
    (error.status().as_u16(), error.code().as_str())
}

#[test]
fn each_code_has_its_answer() {
    for (codes, expected) in [
        (&["23505", "2067", "1555", "2579"][..], (409, "DUPLICATE_VALUE")),
        (&["23503", "787"], (422, "INVALID_REFERENCE")),
        (&["23502", "1299"], (422, "VALIDATION_ERROR")),
        (&["23514", "275"], (422, "VALIDATION_ERROR")),
        (&["40001", "40P01", "5", "261", "517", "773", "6", "262"], (503, "UNAVAILABLE")),
    ] {
        for code in codes {
            assert_eq!(of_code(code).as_ref().map(told), Some(expected), "{code}");
        }
    }
}

#[test]
fn everything_else_stays_internal() {
    // Integrity in general, exclusion, syntax, a missing table, no space; a constraint in general, a read-only database; noise.
    for code in ["23000", "23P01", "42601", "42P01", "53100", "40000", "19", "8", "1", "", "x", "02067", "-5", "99999"] {
        assert!(of_code(code).is_none(), "{code}");
    }
    // A SQLSTATE whose number has the lowest byte of a busy SQLite: 22021 is 86 * 256 + 5.
    assert!(of_code("22021").is_none());
    assert!(constraint_errors(&sqlx::Error::RowNotFound).is_none());
    assert!(constraint_errors(&fmt::Error).is_none());
}

#[test]
fn the_code_decides_and_the_kind_where_there_is_none_that_is_known() {
    let told_of = |code, kind| of(Violation { code, kind }).as_ref().map(told);
    assert_eq!(told_of(Some("23503"), || ErrorKind::UniqueViolation), Some((422, "INVALID_REFERENCE")));
    // MySQL has one SQLSTATE for all of them.
    for (kind, expected) in [
        ((|| ErrorKind::UniqueViolation) as fn() -> ErrorKind, Some((409, "DUPLICATE_VALUE"))),
        (|| ErrorKind::ForeignKeyViolation, Some((422, "INVALID_REFERENCE"))),
        (|| ErrorKind::NotNullViolation, Some((422, "VALIDATION_ERROR"))),
        (|| ErrorKind::CheckViolation, Some((422, "VALIDATION_ERROR"))),
        (|| ErrorKind::ExclusionViolation, None),
    ] {
        assert_eq!(told_of(Some("23000"), kind), expected);
        assert_eq!(told_of(None, kind), expected);
    }
}

#[test]
fn the_client_is_told_nothing_of_the_database() {
    for code in ["23505", "23503", "23502", "23514", "40001", "2067", "787", "1299", "275", "5"] {
        let error = of_code(code).unwrap();
        let draft = Problem::of_failure(&error, MESSAGE).into_draft("id", &[], false);
        let body = String::from_utf8(draft.body().to_vec()).unwrap();
        for text in ["users", "email", "ada", "Key", "constraint", "key value", code] {
            // The status of an answer is no code of a database.
            assert!(text.len() == 1 || !body.contains(text), "{code}: {body}");
        }
    }
}
