//! What the document says of how recently and at which level a caller must have authenticated.

use std::time::Duration;

use serde_json::{Value, json};

use super::operations::operation_of;
use super::*;
use crate::answer::NoContent;

fn stepped_up(access: Access, max_age: Option<u64>, acr: &'static [&'static str]) -> Action {
    action(Method::Get, "/", access.step_up(max_age.map(Duration::from_secs), acr), &[])
}

#[test]
fn it_is_told_in_the_terms_of_rfc_9470_and_in_words() {
    for (max_age, acr, object, sentence) in [
        (Some(300), &[][..], json!({ "max_age": 300 }), "within the last 5 minutes."),
        (Some(3600), &[], json!({ "max_age": 3600 }), "within the last hour."),
        (Some(90), &[], json!({ "max_age": 90 }), "within the last 90 seconds."),
        (None, &["mfa"], json!({ "acr_values": ["mfa"] }), "at the level `mfa`."),
        (None, &["mfa", "hw"], json!({ "acr_values": ["mfa", "hw"] }), "at one of the levels `mfa`, `hw`."),
        (Some(60), &["mfa"], json!({ "max_age": 60, "acr_values": ["mfa"] }), "within the last minute at the level `mfa`."),
    ] {
        let operation = operation_of(stepped_up(AUTHENTICATED, max_age, acr));
        assert_eq!(operation["x-step-up"], object);
        let description = operation["description"].as_str().unwrap();
        assert!(description.starts_with(&format!("The caller must have authenticated {sentence}\n")), "{description}");
    }
}

#[test]
fn it_stands_beside_roles_and_is_absent_where_it_is_not_demanded() {
    let access = Access::guarded(&TABLE, &[], &["admin"], &[]).scoped();
    let operation = operation_of(stepped_up(access, Some(300), &[]));
    let description = "Requires the role `admin`.\n\nThe caller must have authenticated within the last 5 minutes.\n";
    assert!(operation["description"].as_str().unwrap().starts_with(description));
    for access in [access, AUTHENTICATED, Access::Public, Access::Public.step_up(None, &["mfa"])] {
        assert_eq!(operation_of(action(Method::Get, "/", access, &[]))["x-step-up"], Value::Null);
    }
}

#[test]
fn the_401_has_the_code_where_it_is_demanded_and_only_there() {
    let plain = leak(action(Method::Get, "/plain", AUTHENTICATED, &[]));
    let strict = action(Method::Get, "/strict", AUTHENTICATED.step_up(Some(Duration::from_secs(300)), &[]), &[]);
    let document = document_of(&[(plain, answering::<NoContent>()), (leak(strict), answering::<NoContent>())]);
    for (path, component, codes) in [
        ("/plain", "Unauthenticated", json!(["UNAUTHENTICATED"])),
        ("/strict", "StepUpRequired", json!(["UNAUTHENTICATED", "STEP_UP_REQUIRED"])),
    ] {
        let reference = &document["paths"][path]["get"]["responses"]["401"]["$ref"];
        assert_eq!(*reference, format!("#/components/responses/{component}"));
        let response = &document["components"]["responses"][component];
        let text = response.to_string();
        assert!(text.contains(&codes.to_string()), "{response:#}");
        assert_eq!(response["headers"]["WWW-Authenticate"]["$ref"], "#/components/headers/Challenge");
    }
}
