//! `Nobody`: the authenticator of an application under test that has none.

use http::HeaderValue;

use crate::authn::{Authentication, Authenticator, Presented};
use crate::spec::StepUp;

/// Finds no credentials, whatever a request carries: a test says who is calling.
pub(super) struct Nobody;

impl Authenticator for Nobody {
    fn name(&self) -> &'static str {
        "test"
    }

    fn ambient(&self) -> bool {
        false
    }

    fn authenticate<'a>(&'a self, _: Presented<'a>) -> Authentication<'a> {
        Authentication::Absent
    }

    fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static("Test")
    }

    /// A test can say when, and at which level, its caller authenticated.
    fn supports_step_up(&self, _: &StepUp) -> bool {
        true
    }

    fn security_scheme(&self) -> serde_json::Value {
        serde_json::json!({ "type": "http", "scheme": "test" })
    }
}
