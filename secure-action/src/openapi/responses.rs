//! An operation's own successful answers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::json;

use super::builder::{Answer, AnswerStatus};
use super::components::Components;
use super::headers::{LIMITS, REQUEST_ID, reference};
use super::model::{Header, HeaderOrReference, MediaType, Response, ResponseOrReference};

/// An operation's successful answer, under its status.
pub(super) fn of_answer(answer: Answer, components: &mut Components) -> (Cow<'static, str>, ResponseOrReference) {
    let mut headers: BTreeMap<_, _> = LIMITS.into_iter().chain([REQUEST_ID]).map(reference).collect();
    for (name, description) in answer.headers {
        let own = Header { description, required: false, schema: json!({ "type": "string" }) };
        headers.insert(name, HeaderOrReference::Header(own));
    }
    let content = answer.content.map(|(name, schema)| (name, MediaType { schema: components.answer(schema) }));
    let (status, description) = match answer.status {
        AnswerStatus::One(status) => (Cow::Owned(status.as_str().to_owned()), status.canonical_reason().unwrap_or("Success")),
        AnswerStatus::Any(class) => (Cow::Borrowed(class), "An answer that this document does not describe."),
    };
    let response = Response { description: Cow::Borrowed(description), headers, content: content.into_iter().collect() };
    (status, ResponseOrReference::Response(response))
}
