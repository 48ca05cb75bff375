//! What an operation can answer depends on the configuration, and the document follows it.

use std::collections::BTreeSet;

use secure_action::request::Clock;
use serde_json::{Value, json};

use super::answers::is_as_documented;
use super::document::Operation;
use super::requests::Draft;
use super::service::Service;
use crate::world::Answer;

fn is_documented(service: &Service, operation: &Operation<'_>, answer: &Answer) {
    let status = answer.status.as_u16();
    assert!(service.document.statuses(operation.method, operation.route).contains(&status), "{answer:?}");
    is_as_documented(service, operation, answer, operation.route);
    assert!(service.document.codes(operation, status).contains(&answer.json()["code"]), "{answer:?}");
}

fn named<'o, 'd>(operations: &'o [Operation<'d>], id: &str) -> &'o Operation<'d> {
    operations.iter().find(|operation| operation.object["operationId"] == id).expect("an operation")
}

#[tokio::test]
async fn where_https_is_required_every_operation_says_so() {
    let service = Service::with(|security| security.require_https()).await;
    for operation in service.document.operations() {
        let call = || Draft::good(&service.document, &operation, &service.admin()).call().from("10.0.0.1");
        let plain = call().header("x-forwarded-for", "203.0.113.9").send(&service.router).await;
        plain.is_problem(403, "HTTPS_REQUIRED");
        is_documented(&service, &operation, &plain);
        let encrypted =
            call().header("x-forwarded-for", "203.0.113.9").header("x-forwarded-proto", "https").send(&service.router).await;
        assert!(encrypted.status.is_success(), "{}: {encrypted:?}", operation.route);
    }
    let elsewhere = Service::new().await;
    assert!(!elsewhere.document.0.to_string().contains("HTTPS_REQUIRED"));
}

#[tokio::test]
async fn any_request_can_be_for_no_host_and_where_hosts_are_listed_for_another() {
    let service = Service::with(|security| security.hosts(["api.example"])).await;
    for operation in service.document.operations() {
        let call = || Draft::good(&service.document, &operation, &service.admin()).call().from("198.51.100.4");
        let nowhere = call().header("host", "x y").send(&service.router).await;
        nowhere.is_problem(400, "MALFORMED_INPUT");
        is_documented(&service, &operation, &nowhere);
        let elsewhere = call().header("host", "other.example").send(&service.router).await;
        elsewhere.is_problem(421, "MISDIRECTED_REQUEST");
        is_documented(&service, &operation, &elsewhere);
        assert!(call().header("host", "api.example").send(&service.router).await.status.is_success());
    }
    let unlisted = Service::new().await;
    assert!(!unlisted.document.0.to_string().contains("MISDIRECTED_REQUEST"));
}

#[tokio::test]
async fn a_narrow_token_is_told_its_scope_where_the_document_says_so() {
    let service = Service::scoped().await;
    let now = service.world.clock.now().unix_seconds();
    let claims = |scope: &str| json!({ "sub": "ada", "roles": ["admin"], "scope": scope, "auth_time": now, "acr": "mfa" });
    let mut told = BTreeSet::new();
    let mut refused = 0;
    for operation in service.document.operations() {
        let send = async |scope: &str| {
            let token = service.world.token_with(&claims(scope));
            Draft::good(&service.document, &operation, &token).call().send(&service.router).await
        };
        let answer = send("note:read").await;
        let documented = &service.document.response(&operation, 403)["headers"]["WWW-Authenticate"];
        let permissions = operation.object["x-permissions"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let needed = permissions.collect::<Vec<_>>().join(" ");
        let description = operation.object["description"].as_str().unwrap_or_default();
        if description.contains("Refuses credentials that are narrowed to scopes.") {
            answer.is_problem(403, "FORBIDDEN");
            is_documented(&service, &operation, &answer);
            assert!(answer.header("www-authenticate").is_some_and(|challenge| challenge.contains("insufficient_scope")));
            assert!(needed.is_empty() && !documented.is_null(), "{}", operation.route);
            refused += 1;
        } else if needed.is_empty() {
            assert!(answer.status.is_success(), "{}: {answer:?}", operation.route);
        } else {
            answer.is_problem(403, "FORBIDDEN");
            is_documented(&service, &operation, &answer);
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{needed}\"");
            assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()), "{}", operation.route);
            assert!(!documented.is_null(), "{}", operation.route);
            assert!(send(&needed).await.status.is_success(), "{}", operation.route);
            told.insert(operation.route.to_owned());
        }
    }
    assert!(refused > 0, "{refused}");
    assert_eq!(told, ["/notes/{id}", "/users/{id}"].map(ToOwned::to_owned).into());
}

#[tokio::test]
async fn tokens_that_are_not_narrowed_promise_no_scope() {
    let service = Service::new().await;
    let operations = service.document.operations();
    let delete = named(&operations, "delete_user");
    assert!(service.document.response(delete, 403)["headers"]["WWW-Authenticate"].is_null());
    let token = service.world.token("nobody", &[]);
    let answer = Draft::good(&service.document, delete, &token).call().send(&service.router).await;
    answer.is_problem(403, "FORBIDDEN");
    is_documented(&service, delete, &answer);
}

#[tokio::test]
async fn a_function_may_choose_the_status_of_a_guard_with_a_code_of_its_own() {
    let service = Service::new().await;
    let operations = service.document.operations();
    let delete = named(&operations, "delete_user");
    for (status, code) in [(401, "ASK_AGAIN"), (403, "LAST_ADMIN")] {
        let mut draft = Draft::good(&service.document, delete, &service.admin());
        draft.path = format!("/users/{status}");
        let answer = draft.call().send(&service.router).await;
        answer.is_problem(status, code);
        is_as_documented(&service, delete, &answer, code);
        // RFC 9110, section 15.5.2: a 401 says how to authenticate, whoever makes it.
        assert_eq!(answer.header("www-authenticate"), (status == 401).then_some("Bearer"), "{answer:?}");
    }
}
