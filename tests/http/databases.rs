//! What a database refuses reaches the client as a code, and the operators in full.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use secure_action::{NoContent, Path, Result, action, actions, constraint_errors};
use sqlx::error::{DatabaseError, ErrorKind};

use crate::world::{App, World, call};

/// What a driver gives, with everything in it that is nobody's business.
#[derive(Debug)]
struct Violation(String);

const MESSAGE: &str = "Key (email)=(ada@example.com) violates users_email_key";

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
        Some(Cow::Borrowed(&self.0))
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
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

/// As applications wrap what their database says.
#[derive(Debug)]
struct NotSaved(sqlx::Error);

impl fmt::Display for NotSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the user was not saved")
    }
}

impl Error for NotSaved {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[action(app = App, post = "/save/{code}", public)]
async fn save(Path(code): Path<String>) -> Result<NoContent> {
    Err(NotSaved(sqlx::Error::Database(Box::new(Violation(code)))))?;
    Ok(NoContent)
}

#[tokio::test]
async fn the_client_gets_a_code_and_the_trail_gets_it_all() {
    let world = World::new();
    let router = world.router_with(world.security().classify_errors(constraint_errors), actions![save]);
    for (state, status, code, detail) in [
        ("23505", 409, "DUPLICATE_VALUE", Some("this value is already in use")),
        ("2067", 409, "DUPLICATE_VALUE", Some("this value is already in use")),
        ("23503", 422, "INVALID_REFERENCE", Some("a referenced item does not exist")),
        ("23502", 422, "VALIDATION_ERROR", Some("a required value is missing")),
        ("23514", 422, "VALIDATION_ERROR", Some("a value is not acceptable")),
        ("40001", 503, "UNAVAILABLE", None),
        ("40P01", 503, "UNAVAILABLE", None),
        ("42P01", 500, "INTERNAL_ERROR", None),
    ] {
        let answer = call("POST", format!("/save/{state}")).send(&router).await;
        let problem = answer.is_problem(status, code);
        assert_eq!(problem["detail"].as_str(), detail, "{state}");
        for text in ["email", "ada", "users", "violates", "saved", state] {
            assert!(!answer.body.contains(text), "{state}: {answer:?}");
        }
        let event = world.new_events().await.remove(0);
        let reason = event["description"].as_str().expect("a reason");
        assert!(reason.contains("the user was not saved") && reason.contains(MESSAGE), "{event:#}");
        assert_eq!((&event["outcome"], event["code"].as_str()), (&"failed".into(), Some(code)), "{event:#}");
    }
}
