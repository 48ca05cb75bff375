//! What OpenAPI 3.1 demands of any document, checked on the one that is served.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Operation;
use super::service::Service;
use crate::world::call;

#[tokio::test]
async fn the_document_is_openapi_3_1() {
    let service = Service::new().await;
    let document = &service.document.0;
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")), "{document:#}");
    assert_eq!((&document["info"]["title"], &document["info"]["version"]), (&"Tests".into(), &"1.0.0".into()));
    let mut ids = BTreeSet::new();
    for operation in service.document.operations() {
        let Operation { method, route, object } = operation;
        assert!(route.starts_with('/'), "{route}");
        let id = object["operationId"].as_str().expect("an operation id");
        assert!(ids.insert(id.to_owned()), "two operations are called {id}");
        for response in object["responses"].as_object().expect("responses").values() {
            assert!(service.document.resolved(response)["description"].is_string(), "{method} {route}: {response:#}");
        }
        for parameter in object["parameters"].as_array().into_iter().flatten() {
            assert!(!parameter["schema"].is_null() && parameter["name"].is_string(), "{parameter:#}");
            assert!(parameter["in"] != "path" || parameter["required"] == true, "{parameter:#}");
        }
        let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
        for requirement in object["security"].as_array().into_iter().flatten() {
            assert!(requirement.as_object().expect("an object").keys().all(|scheme| schemes.contains_key(scheme)));
        }
        let tags = document["tags"].as_array().expect("tags");
        let own = object["tags"].as_array().into_iter().flatten();
        assert!(own.into_iter().all(|tag| tags.iter().any(|known| known["name"] == *tag)), "{method} {route}");
    }
    references_resolve(&service, document);
}

#[tokio::test]
async fn the_document_is_for_whom_it_says_and_dressed_like_every_answer() {
    let service = Service::new().await;
    let admin = service.admin();
    let get = || call("GET", "/openapi.json").token(&admin);
    call("GET", "/openapi.json").send(&service.router).await.is_problem(401, "UNAUTHENTICATED");
    let reader = service.world.token("rita", &["reader"]);
    call("GET", "/openapi.json").token(&reader).send(&service.router).await.is_problem(403, "FORBIDDEN");
    let first = get().send(&service.router).await;
    let second = get().send(&service.router).await;
    assert_eq!((first.status.as_u16(), &first.body), (200, &second.body));
    for header in ["content-security-policy", "x-content-type-options", "strict-transport-security", "x-request-id"] {
        assert_eq!(first.headers.get_all(header).iter().count(), 1, "{header}");
    }
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let head = call("HEAD", "/openapi.json").token(&admin).send(&service.router).await;
    assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    call("POST", "/openapi.json").send(&service.router).await.is_problem(405, "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn the_parameters_of_a_path_are_those_of_its_template() {
    let service = Service::new().await;
    for Operation { route, object, .. } in service.document.operations() {
        let template: BTreeSet<_> = route.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        let parameters = object["parameters"].as_array().into_iter().flatten();
        let described: BTreeSet<_> = parameters
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(template, described, "{route}");
    }
}

#[tokio::test]
async fn the_document_says_who_may_call() {
    let service = Service::new().await;
    let paths = &service.document.0["paths"];
    assert_eq!(paths["/status"]["get"]["security"], serde_json::json!([]));
    assert_eq!(paths["/feed"]["get"]["security"], serde_json::json!([{ "jwt": [] }, {}]));
    assert_eq!(paths["/me"]["get"]["security"], serde_json::json!([{ "jwt": [] }]));
    assert_eq!(paths["/report"]["get"]["security"], serde_json::json!([{ "jwt": [] }]));
    assert_eq!(paths["/users/{id}"]["delete"]["security"], serde_json::json!([{ "jwt": [] }]));
    assert_eq!(paths["/users/{id}"]["delete"]["deprecated"], true);
    assert_eq!(paths["/vault"]["get"]["x-step-up"], serde_json::json!({ "max_age": 300, "acr_values": ["mfa", "hardware"] }));
    assert_eq!(paths["/status"]["get"]["summary"], "Says how the service is.");
}

fn references_resolve(service: &Service, value: &Value) {
    if value["$ref"].is_string() {
        service.document.resolved(value);
    }
    let members = value.as_object().into_iter().flatten().map(|(_, member)| member);
    for inner in members.chain(value.as_array().into_iter().flatten()) {
        references_resolve(service, inner);
    }
}
