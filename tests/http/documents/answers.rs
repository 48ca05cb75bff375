//! Every documented answer can be provoked, is what the document says, and no other answer comes.

use std::collections::BTreeSet;

use axum::body::Body;
use serde_json::Value;

use super::document::{Document, Operation};
use super::requests::Draft;
use super::service::Service;
use crate::world::{Answer, Call};

/// What is wrong with a request.
const FAULTS: [(&str, Spoil); 19] = [
    ("nothing", |_| {}),
    ("no credentials", |draft| draft.token = None),
    ("credentials nobody asked for", |draft| draft.token = draft.token.take().or_else(|| Some("a.b.c".into()))),
    ("a token that is none", |draft| spoil(&mut draft.token, "a.b.c")),
    ("a token that is malformed", |draft| spoil(&mut draft.token, "a b")),
    ("a path that is not UTF-8", |draft| draft.path = replace_last_segment(&draft.path, "%ff")),
    ("a path with a control character", |draft| draft.path = replace_last_segment(&draft.path, "%00")),
    ("a path of the wrong type", |draft| draft.path = draft.path.replace("/1", "/x")),
    ("an unknown name in the query", |draft| draft.query.push_str("&unknown=1")),
    ("a query that is not well encoded", |draft| draft.query.push_str("&a=%zz")),
    ("a value out of range", |draft| draft.query = draft.query.replace("page=1", "page=99")),
    ("no media type", |draft| draft.media_type = None),
    ("another media type", |draft| spoil(&mut draft.media_type, "text/plain")),
    ("a body that is no JSON", |draft| draft.body.push('}')),
    ("a body of another shape", |draft| draft.body = "[]".into()),
    ("an empty object", |draft| draft.body = "{}".into()),
    ("an unknown field", |draft| draft.body = draft.body.replacen('{', r#"{"unknown":1,"#, 1)),
    ("an empty body", |draft| draft.body.clear()),
    ("a body that is too large", |draft| draft.body.push_str(&" ".repeat(70_000))),
];

type Spoil = fn(&mut Draft);

fn spoil<T: From<&'static str>>(part: &mut Option<T>, text: &'static str) {
    if part.is_some() {
        *part = Some(text.into());
    }
}

fn replace_last_segment(path: &str, segment: &str) -> String {
    match path.rsplit_once('/') {
        // Only where there is a parameter: another path is another route.
        Some((front, "1" | "a")) => format!("{front}/{segment}"),
        _ => path.to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn every_documented_answer_is_given_and_no_other() {
    let service = Service::new().await;
    for operation in service.document.operations() {
        let mut seen = BTreeSet::new();
        for (fault, spoil) in FAULTS {
            // Each starts with its limits unused.
            let service = Service::new().await;
            let mut draft = Draft::good(&service.document, &operation, &service.admin());
            spoil(&mut draft);
            seen.insert(checked(&service, &operation, draft.call(), fault).await);
        }
        seen.extend(provoked(&operation).await);
        let documented = service.document.statuses(operation.method, operation.route);
        assert_eq!(seen, documented, "{} {}", operation.method, operation.route);
    }
}

/// The answers that take more than one bad request.
async fn provoked(operation: &Operation<'_>) -> BTreeSet<u16> {
    let service = Service::new().await;
    let good = |service: &Service, token: &str| Draft::good(&service.document, operation, token);
    let mut seen = BTreeSet::new();

    let nobody = service.world.token("nobody", &[]);
    seen.insert(checked(&service, operation, good(&service, &nobody).call(), "no role").await);

    // A server that does not say who the peer is, and a proxy that says what is no address.
    let nameless = good(&service, &service.admin()).call().without_a_peer();
    seen.insert(checked(&service, operation, nameless, "a nameless client").await);
    let unknown = good(&service, &service.admin()).call().from("10.0.0.1").header("x-forwarded-for", "unknown");
    seen.insert(checked(&service, operation, unknown, "an unknown client").await);

    let silent = Body::from_stream(futures_util::stream::pending::<std::io::Result<bytes::Bytes>>());
    let mut draft = good(&service, &service.admin());
    if let Some(media_type) = draft.media_type.take() {
        let call = draft.call().body(media_type, silent);
        seen.insert(checked(&service, operation, call, "a body that does not come").await);
    }

    let service = Service::with(|security| security.audit_queue(1)).await;
    service.world.trail.fail(true);
    for _ in 0..2 {
        let call = good(&service, &service.admin()).call();
        seen.insert(checked(&service, operation, call, "a trail that is full").await);
    }
    service.world.trail.fail(false);

    let service = Service::new().await;
    let quotas = operation.object["x-rate-limits"].as_array().into_iter().flatten();
    let most = quotas.map(|limit| limit["burst"].as_u64().or_else(|| limit["quota"].as_u64()).expect("a quota")).min();
    for request in 1..=most.map_or(0, |most| most + 1) {
        let status = checked(&service, operation, good(&service, &service.admin()).call(), "one after the other").await;
        assert_eq!(status == 429, Some(request) > most, "request {request} of {most:?}: {}", operation.route);
        seen.insert(status);
    }
    seen
}

/// Sends a request; the answer must be one that is documented, and as it is documented.
async fn checked(service: &Service, operation: &Operation<'_>, call: Call, what: &str) -> u16 {
    let answer = call.send(&service.router).await;
    let status = answer.status.as_u16();
    let about = format!("{} {}: {what}: {answer:?}", operation.method, operation.route);
    let documented = service.document.statuses(operation.method, operation.route);
    assert!(documented.contains(&status), "not documented: {about}");
    is_as_documented(service, operation, &answer, &about);
    if status >= 400 {
        let code = &service.document.codes(operation, status);
        assert!(code.contains(&answer.json()["code"]), "another code than documented: {about}");
    }
    status
}

/// The headers that only some answers have.
const CHOSEN_HEADERS: [&str; 5] = ["Location", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"];

pub(super) fn is_as_documented(service: &Service, operation: &Operation<'_>, answer: &Answer, about: &str) {
    conforms(&service.document, operation, answer, about);
    assert!(answer.status != 429 || answer.header("Retry-After").is_some(), "{about}");
}

/// The answer is what the document says of its status, or of the range that it is in.
pub(super) fn conforms(document: &Document, operation: &Operation<'_>, answer: &Answer, about: &str) {
    let response = document.response(operation, answer.status.as_u16());
    for (name, header) in response["headers"].as_object().expect("headers") {
        let header = document.resolved(header);
        match answer.header(name) {
            Some(text) if header["schema"]["type"] == "integer" => {
                assert!(text.parse::<u64>().is_ok(), "{name} is no integer: {about}");
            }
            Some(text) => assert!(!text.is_empty(), "{name} is empty: {about}"),
            None => assert!(header["required"] != true, "{name} is missing: {about}"),
        }
    }
    for name in CHOSEN_HEADERS {
        let documented = !response["headers"][name].is_null();
        assert!(documented || answer.header(name).is_none(), "{name} is not documented: {about}");
    }
    match response["content"].as_object() {
        None => {
            assert_eq!((answer.header("content-type"), answer.body.as_str()), (None, ""), "{about}");
        }
        Some(content) => {
            let media_type = answer.header("content-type").unwrap_or_default();
            let schema = content.get(media_type).unwrap_or_else(|| panic!("`{media_type}` is not documented: {about}"));
            assert!(document.describes(&schema["schema"], &answer.json()), "another body than documented: {about}");
        }
    }
}

#[tokio::test]
async fn limits_are_told_on_every_answer_that_was_counted() {
    let service = Service::new().await;
    let mut limited = 0;
    for operation in service.document.operations() {
        let answer = Draft::good(&service.document, &operation, &service.admin()).call().send(&service.router).await;
        let headers = service.document.response(&operation, answer.status.as_u16())["headers"].as_object().expect("headers");
        for name in ["RateLimit", "RateLimit-Policy"] {
            assert_eq!(headers.contains_key(name), answer.header(name).is_some(), "{name}: {}", operation.route);
        }
        let limits = operation.object["x-rate-limits"].as_array().map_or(0, Vec::len);
        let policies = answer.header("RateLimit-Policy").map_or(0, |policy| policy.split(',').count());
        assert_eq!(limits, policies, "{}", operation.route);
        limited += usize::from(limits > 0);
    }
    // Every action has those of the application.
    assert_eq!(limited, service.document.operations().len());
}

#[tokio::test]
async fn what_the_function_refuses_is_in_the_documented_range() {
    let service = Service::new().await;
    let operations = service.document.operations();
    let delete = operations.iter().find(|operation| operation.method == "DELETE").expect("an operation");
    let mut draft = Draft::good(&service.document, delete, &service.admin());
    draft.path = "/users/404".into();
    let answer = draft.call().send(&service.router).await;
    answer.is_problem(404, "NOT_FOUND");
    assert!(!service.document.statuses(delete.method, delete.route).contains(&404));
    is_as_documented(&service, delete, &answer, "the function refuses");
}

#[tokio::test]
async fn a_body_is_accepted_in_every_documented_media_type() {
    let service = Service::new().await;
    let mut accepted = BTreeSet::new();
    for operation in service.document.operations() {
        for media_type in operation.object["requestBody"]["content"].as_object().into_iter().flatten().map(|(name, _)| name) {
            let mut draft = Draft::good(&service.document, &operation, &service.admin());
            if media_type == "application/x-www-form-urlencoded" {
                let object: Value = serde_json::from_str(&draft.body).expect("a sample");
                let pairs = object.as_object().expect("an object").iter();
                let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", value.as_str().expect("a text"))).collect();
                draft.body = pairs.join("&");
                draft.media_type = Some("application/x-www-form-urlencoded");
            }
            let answer = draft.call().send(&service.router).await;
            assert!(answer.status.is_success(), "{} {media_type}: {answer:?}", operation.route);
            accepted.insert((operation.route.to_owned(), media_type.clone()));
        }
    }
    assert_eq!(accepted.len(), 6);
}
