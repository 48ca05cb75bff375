//! Answers outside the actions: 404 and 405 as problem documents, with the security headers.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::extract::Request;
use http::StatusCode;

use crate::answer::{Problem, Response};
use crate::error::{Code, Refusal};
use crate::security::Core;

/// 404 for what no route matches.
pub(super) fn not_found(core: &Arc<Core>) -> impl FnOnce(Request) -> Ready<Response> + Clone + Send + Sync + 'static + use<> {
    answer(core, StatusCode::NOT_FOUND, Code::NOT_FOUND)
}

/// 405 for the other methods of a route; axum adds `Allow`.
pub(super) fn method_not_allowed(
    core: &Arc<Core>,
) -> impl FnOnce(Request) -> Ready<Response> + Clone + Send + Sync + 'static + use<> {
    answer(core, StatusCode::METHOD_NOT_ALLOWED, Code::METHOD_NOT_ALLOWED)
}

fn answer(
    core: &Arc<Core>,
    status: StatusCode,
    code: Code,
) -> impl FnOnce(Request) -> Ready<Response> + Clone + Send + Sync + 'static + use<> {
    let core = Arc::clone(core);
    let headers = core.headers.of_answers(false, None);
    move |_| {
        let id = core.request_ids.next();
        let draft = Problem::of_refusal(&Refusal::new(status, code, "no route")).into_draft(id.as_str(), &[], false);
        ready(headers.dress(draft, &id, None))
    }
}
