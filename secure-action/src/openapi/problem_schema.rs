//! The schema of a problem document (RFC 9457), the body of every error.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// Stands for the problem document among the schemas; written by hand, because clients are told more about it than its
/// Rust type knows.
#[derive(Debug)]
pub(super) enum ProblemDocument {}

impl ProblemDocument {
    /// Its name among the components.
    pub(super) const NAME: &str = "Problem";
}

impl JsonSchema for ProblemDocument {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed(Self::NAME)
    }

    fn schema_id() -> Cow<'static, str> {
        Cow::Borrowed(concat!(module_path!(), "::ProblemDocument"))
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "Why a request was not fulfilled (RFC 9457).",
            "required": ["type", "title", "status", "code", "request_id"],
            "properties": {
                "type": { "type": "string", "format": "uri-reference", "description": "The kind of problem; `about:blank` where the status says it all." },
                "title": { "type": "string", "description": "The kind of problem, for people. The same for every occurrence of one `code`." },
                "status": { "type": "integer", "minimum": 400, "maximum": 599, "description": "The status code of this answer." },
                "detail": { "type": "string", "description": "This occurrence, for people." },
                "code": { "type": "string", "pattern": "^[A-Z][A-Z0-9_]*$", "description": "The kind of problem, for machines." },
                "request_id": { "type": "string", "description": "Names this request in the service's logs." },
                "errors": {
                    "type": "object",
                    "description": "What is wrong with which field, by path.",
                    "additionalProperties": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                    "examples": [{ "address.zip": ["length is lower than 5"] }]
                },
                "retry_after": { "type": "integer", "minimum": 0, "description": "Seconds until another attempt can succeed." },
                "violated-policies": {
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "The limits that were exceeded, by their names in `RateLimit-Policy`."
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::Value;

    use super::*;
    use crate::answer::Problem;
    use crate::error::{Code, FieldErrors};

    fn body_of(problem: Problem<'_>) -> Value {
        serde_json::from_slice(problem.into_draft("id", &[], false).body()).unwrap()
    }

    #[test]
    fn every_member_of_a_problem_is_documented_and_the_required_ones_are_always_there() {
        let schema = ProblemDocument::json_schema(&mut SchemaGenerator::default());
        let properties = schema.get("properties").unwrap().as_object().unwrap();
        let mut errors = FieldErrors::new();
        errors.add("name", "is too short");

        let full = body_of(Problem {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: Code::RATE_LIMITED,
            detail: Some("later"),
            errors: &errors,
            retry_after: Some(7),
            violated: &["caller".into()],
            internal: Some("never shown"),
        });
        let written: Vec<_> = full.as_object().unwrap().keys().collect();
        assert_eq!(written.len(), properties.len());
        for member in written {
            assert!(properties.contains_key(member), "`{member}` is not documented");
        }

        let bare = body_of(Problem {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: Code::INTERNAL_ERROR,
            detail: None,
            errors: &FieldErrors::new(),
            retry_after: None,
            violated: &[],
            internal: None,
        });
        let mut required: Vec<_> =
            schema.get("required").unwrap().as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        required.sort_unstable();
        let mut always: Vec<_> = bare.as_object().unwrap().keys().map(String::as_str).collect();
        always.sort_unstable();
        assert_eq!(always, required);
    }
}
