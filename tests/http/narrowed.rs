//! Credentials that are narrowed to scopes: they open what names the scope that it needs, and what says that it does not matter.

use axum::Router;
use secure_action::{Caller, Json, NoContent, Result, action, actions};
use serde_json::{Value, json};

use crate::documents::Document;
use crate::world::{App, World, call};

#[action(app = App, get = "/auth", auth)]
async fn any_caller() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/role", role = "admin")]
async fn admins() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/permission", permission = "note:read")]
async fn readers() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/both", role = "admin", permission = "note:read")]
async fn reading_admins() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/scoped-auth", auth, scoped)]
async fn any_scope() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/scoped-role", scoped, role = "admin")]
async fn any_scope_of_admins() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/public", public)]
async fn anybody(caller: Option<Caller>) -> Result<Json<bool>> {
    Ok(Json(caller.is_some()))
}

fn router(world: &World) -> Router {
    let actions = actions![any_caller, admins, readers, reading_admins, any_scope, any_scope_of_admins, anybody];
    world.documented_router(world.scoped_security(), actions)
}

#[tokio::test]
async fn trap_29_a_narrowed_token_opens_nothing_that_names_no_scope() {
    let world = World::new();
    let router = router(&world);
    let token = |scope: Value| world.token_with(&json!({ "sub": "uma", "roles": ["admin"], "scope": scope }));
    for scope in [json!("note:read"), json!("note:read user:delete"), json!(""), json!(["note:read"]), Value::Null] {
        let reads = scope != json!("") && scope != Value::Null;
        for (path, open) in [
            ("/auth", false),
            ("/role", false),
            ("/permission", reads),
            ("/both", reads),
            ("/scoped-auth", true),
            ("/scoped-role", true),
            ("/public", true),
        ] {
            let answer = call("GET", path).token(&token(scope.clone())).send(&router).await;
            if open {
                assert!(answer.status.is_success(), "{path} {scope}: {answer:?}");
                continue;
            }
            answer.is_problem(403, "FORBIDDEN");
            let expected = match path {
                "/permission" | "/both" => "Bearer error=\"insufficient_scope\", scope=\"note:read\"",
                _ => {
                    "Bearer error=\"insufficient_scope\", error_description=\"This needs a token that is not narrowed to scopes\""
                }
            };
            assert_eq!(answer.header("www-authenticate"), Some(expected), "{path} {scope}");
        }
    }
    // Whoever lacks the role is told nothing about scopes.
    let reader = world.token_with(&json!({ "sub": "rita", "roles": ["reader"], "scope": "note:read" }));
    for path in ["/role", "/scoped-role"] {
        let answer = call("GET", path).token(&reader).send(&router).await;
        answer.is_problem(403, "FORBIDDEN");
        assert_eq!(answer.header("www-authenticate"), None, "{path}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_narrowed_is_as_wide_as_its_roles() {
    let world = World::new();
    let router = world.router(actions![any_caller, admins, readers, any_scope]);
    let token = world.token_with(&json!({ "sub": "uma", "roles": ["admin"], "scope": "nothing" }));
    for path in ["/auth", "/role", "/permission", "/scoped-auth"] {
        assert_eq!(call("GET", path).token(&token).send(&router).await.status, 204, "{path}");
    }
}

#[tokio::test]
async fn the_document_says_what_refuses_narrowed_credentials() {
    const SENTENCE: &str = "Refuses credentials that are narrowed to scopes.";

    let world = World::new();
    let document = Document::fetch(&router(&world)).await.0;
    for (path, refuses, forbids) in [
        ("/auth", true, true),
        ("/role", true, true),
        ("/permission", false, true),
        ("/both", false, true),
        ("/scoped-auth", false, false),
        ("/scoped-role", false, true),
        ("/public", false, false),
    ] {
        let operation = &document["paths"][path]["get"];
        let description = operation["description"].as_str().unwrap_or_default();
        assert_eq!(description.contains(SENTENCE), refuses, "{path}: {description}");
        let response = &operation["responses"]["403"];
        assert_eq!(!response.is_null(), forbids, "{path}: {response}");
    }
    // Where no credential is ever narrowed, there is nothing to say.
    let world = World::new();
    let router = world.documented_router(world.security(), actions![any_caller]);
    let document = Document::fetch(&router).await.0;
    let operation = &document["paths"]["/auth"]["get"];
    assert!(operation["responses"]["403"].is_null(), "{operation}");
    assert!(!operation.to_string().contains("narrowed to scopes"), "{operation}");
}
