//! Stages 3 and 6: who is calling, and whether this caller may.

mod panics;

use http::StatusCode;
use secure_action::{Caller, Json, NoContent, Result, action, actions};
use serde_json::json;

use crate::world::{App, World, call};

/// Says who is calling.
#[action(app = App, get = "/me", auth)]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

/// Says who is calling, if anybody is known.
#[action(app = App, get = "/greeting", public)]
async fn greeting(caller: Option<Caller>) -> Result<Json<String>> {
    Ok(Json(caller.map_or_else(|| "stranger".to_owned(), |caller| caller.id().to_owned())))
}

#[action(app = App, get = "/open", public)]
async fn open() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, delete = "/users/{id}", permission = "user:delete")]
async fn delete_user(_id: secure_action::Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/report", role("auditor", "admin"))]
async fn report() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/reading", role = "reader")]
async fn reading() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn a_caller_is_who_its_token_says() {
    let world = World::new();
    let router = world.router(actions![me, greeting]);
    let answer = call("GET", "/me").token(&world.token("rita", &[])).send(&router).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!("rita")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let answer = call("GET", "/greeting").token(&world.token("rita", &[])).send(&router).await;
    assert_eq!(answer.json(), json!("rita"));
    assert_eq!(call("GET", "/greeting").send(&router).await.json(), json!("stranger"));
}

/// A cache that kept one would hand it to the next caller.
#[tokio::test]
async fn an_answer_that_depends_on_the_caller_is_kept_by_nobody() {
    let world = World::new();
    let router = world.router(actions![me, greeting, open]);
    for (path, kept) in [("/me", Some("no-store")), ("/greeting", Some("no-store")), ("/open", None)] {
        for call in [call("GET", path), call("GET", path).token(&world.token("rita", &[]))] {
            assert_eq!(call.send(&router).await.header("cache-control"), kept, "{path}");
        }
    }
}

#[tokio::test]
async fn without_credentials_the_challenge_has_no_error_code() {
    let world = World::new();
    let router = world.router(actions![me]);
    let answer = call("GET", "/me").send(&router).await;
    answer.is_problem(401, "UNAUTHENTICATED");
    let challenge = answer.header("www-authenticate").expect("a challenge");
    assert!(challenge.starts_with("Bearer") && !challenge.contains("error"), "{challenge}");
}

#[tokio::test]
async fn bad_credentials_are_refused_even_where_none_are_needed() {
    let world = World::new();
    let router = world.router(actions![me, greeting, open]);
    for path in ["/me", "/greeting"] {
        let answer = call("GET", path).token("not.a.token").send(&router).await;
        answer.is_problem(401, "UNAUTHENTICATED");
        assert!(answer.header("www-authenticate").is_some_and(|challenge| challenge.contains("error=\"invalid_token\"")));
    }
    // Credentials that nobody asked for are not looked at.
    assert_eq!(call("GET", "/open").token("not.a.token").send(&router).await.status, 204);
}

#[tokio::test]
async fn roles_and_permissions_decide() {
    let world = World::new();
    let router = world.router(actions![delete_user, report, reading]);
    for (roles, path, method, status) in [
        (&["admin"][..], "/users/7", "DELETE", 204),
        (&["writer"], "/users/7", "DELETE", 403),
        (&["writer", "auditor"], "/users/7", "DELETE", 403),
        (&[], "/users/7", "DELETE", 403),
        (&["Admin"], "/users/7", "DELETE", 403),
        (&["root", "admin "], "/users/7", "DELETE", 403),
        (&["auditor"], "/report", "GET", 204),
        (&["admin"], "/report", "GET", 204),
        (&["writer"], "/report", "GET", 403),
        // A role counts as every role that it inherits from.
        (&["admin"], "/reading", "GET", 204),
        (&["reader"], "/reading", "GET", 204),
        (&["auditor"], "/reading", "GET", 403),
    ] {
        let answer = call(method, path).token(&world.token("uma", roles)).send(&router).await;
        assert_eq!(answer.status.as_u16(), status, "{roles:?} {path}: {answer:?}");
    }
}

#[tokio::test]
async fn trap_15_a_403_does_not_name_the_rule() {
    let world = World::new();
    let router = world.router(actions![delete_user, report]);
    for (method, path) in [("DELETE", "/users/7"), ("GET", "/report")] {
        let answer = call(method, path).token(&world.token("uma", &["writer"])).send(&router).await;
        answer.is_problem(403, "FORBIDDEN");
        for word in ["admin", "auditor", "user:delete", "role", "permission"] {
            assert!(!answer.body.contains(word), "{word}: {}", answer.body);
        }
    }
    // Nor does an environment variable make it: development mode must be written.
    for event in world.events().await {
        assert_eq!(event["event"].as_str().map(|kind| kind.starts_with("authz_fail")), Some(true), "{event}");
    }
}

#[tokio::test]
async fn trap_17_a_token_needs_its_claims() {
    let world = World::new();
    let router = world.router(actions![me]);
    let now = 1_800_000_000;
    for claims in [
        json!({ "sub": "uma", "aud": null }),
        json!({ "sub": "uma", "aud": "others" }),
        json!({ "sub": "uma", "iss": null }),
        json!({ "sub": "uma", "iss": "https://evil.example" }),
        json!({ "sub": "uma", "exp": null }),
        json!({ "sub": "uma", "exp": now - 3600 }),
        json!({ "sub": "uma", "nbf": now + 3600 }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "uma", "exp": "tomorrow" }),
        json!({ "sub": "uma", "exp": 1e300 }),
    ] {
        let answer = call("GET", "/me").token(&world.token_with(&claims)).send(&router).await;
        assert_eq!(answer.status, 401, "{claims}");
    }
}

#[tokio::test]
async fn a_token_is_not_taken_from_anywhere_else() {
    let world = World::new();
    let router = world.router(actions![me]);
    let token = world.token("uma", &[]);
    assert_eq!(call("GET", format!("/me?access_token={token}")).send(&router).await.status, 401);
    assert_eq!(call("GET", "/me").header("cookie", format!("token={token}")).send(&router).await.status, 401);
    let twice = call("GET", "/me").token(&token).token(&token).send(&router).await;
    assert_eq!(twice.status, 400, "{twice:?}");
}

#[tokio::test]
async fn a_cached_token_still_expires() {
    let world = World::new();
    let router = world.router(actions![me]);
    let token = world.token("uma", &[]);
    for _ in 0..3 {
        assert_eq!(call("GET", "/me").token(&token).send(&router).await.status, 200);
    }
    world.clock.advance(std::time::Duration::from_secs(2 * 3600));
    assert_eq!(call("GET", "/me").token(&token).send(&router).await.status, 401);
}
