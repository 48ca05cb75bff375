//! Every route is in the document and nothing else is: what nobody knows of, nobody guards (OWASP API9).

use std::collections::BTreeSet;

use http::Method;

use super::requests::Draft;
use super::service::{Service, all};
use crate::world::call;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

#[tokio::test]
async fn every_mounted_action_is_documented_and_nothing_else_is() {
    let service = Service::new().await;
    let mounted: BTreeSet<String> = format!("{:?}", all())
        .trim_matches(['[', ']'])
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    let operations = service.document.operations();
    let documented: BTreeSet<_> =
        operations.iter().map(|operation| operation.object["operationId"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(mounted, documented);
    assert_eq!(operations.len(), mounted.len());
}

#[tokio::test]
async fn documented_methods_reach_their_action_and_others_are_405() {
    let service = Service::new().await;
    let admin = service.admin();
    // What the router answers by itself is limited, too.
    let mut addresses = (0..).map(|last| format!("198.51.100.{last}"));
    for operation in service.document.operations() {
        let documented = service.document.0["paths"][operation.route].as_object().expect("operations");
        for method in METHODS {
            let path = Draft::good(&service.document, &operation, &admin).path;
            let address = addresses.next().expect("no end");
            let answer = call(method, path).from(&address).send(&service.router).await;
            let events = service.world.new_events().await;
            // A `HEAD` is a `GET` whose body is not sent.
            let name = if method == "HEAD" { "get".to_owned() } else { method.to_ascii_lowercase() };
            if documented.contains_key(&name) {
                assert_ne!(answer.status, 405, "{method} {}", operation.route);
                assert_eq!(events.len(), 1, "{method} {}", operation.route);
                let route = events[0]["route"].as_str().expect("a route");
                assert_eq!((events[0]["action"].as_str(), route), (documented[&name]["operationId"].as_str(), operation.route));
            } else {
                assert_eq!(
                    (answer.status.as_u16(), &events[0]["action"]),
                    (405, &"method_not_allowed".into()),
                    "{method} {}",
                    operation.route
                );
                let allow: BTreeSet<_> = answer.header("allow").expect("Allow").split(',').map(str::trim).collect();
                let mut expected: BTreeSet<_> = documented.keys().map(|name| name.to_ascii_uppercase()).collect();
                if expected.contains(Method::GET.as_str()) {
                    expected.insert("HEAD".to_owned());
                }
                assert_eq!(allow, expected.iter().map(String::as_str).collect(), "{method} {}", operation.route);
            }
        }
    }
}

#[tokio::test]
async fn there_are_no_paths_beside_the_documented_ones() {
    let service = Service::new().await;
    let admin = service.admin();
    let mut near: BTreeSet<String> =
        ["/", "/docs", "/openapi", "/openapi.json/", "/health", "/metrics", "/actions/ping"].map(ToOwned::to_owned).into();
    for operation in service.document.operations() {
        let path = Draft::good(&service.document, &operation, &admin).path;
        near.insert(path.to_ascii_uppercase());
        near.insert(format!("/{path}"));
        near.insert(format!("/v1{path}"));
        near.insert(format!("{path}.json"));
    }
    // What a parameter takes is no other path.
    near.retain(|path| !["/notes/", "/users/", "/files/"].iter().any(|known| path.starts_with(known)));
    let mut addresses = (0..).map(|last| format!("198.51.100.{last}"));
    for path in near {
        for method in ["GET", "POST", "DELETE"] {
            let call = call(method, path.as_str()).token(&admin).from(&addresses.next().expect("no end"));
            call.send(&service.router).await.is_problem(404, "NOT_FOUND");
        }
    }
    let events = service.world.new_events().await;
    assert!(events.iter().all(|event| event["action"] == "not_found"), "{events:#?}");
}
