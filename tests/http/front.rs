//! What the router answers by itself, the document, 404, 405 and preflights, is guarded, limited, dressed and recorded.

use std::time::Duration;

use axum::Router;
use http::Method;
use secure_action::DocumentAccess;
use secure_action::openapi::Info;
use secure_action::{Actions, Cors, NoContent, RateLimit, Result, Security, SecurityHeaders, action, actions};
use serde_json::json;

use crate::world::{Answer, App, World, call};

/// Deletes a user.
#[action(app = App, delete = "/users", role = "admin", permission = "user:delete", rate_limit("5/1m", skip = "auditor"))]
async fn delete_users() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/report", auth(max_age = "5m", acr("mfa")))]
async fn report() -> Result<NoContent> {
    Ok(NoContent)
}

fn router(world: &World, access: DocumentAccess) -> Router {
    let limit = RateLimit::new(3, Duration::from_secs(60));
    let security = world.security().default_rate_limit(limit).cors(Cors::origins(["https://app.example"]));
    world.finished(security.hosts(["api.example"]), |actions| {
        actions.mount(actions![delete_users, report]).fallback().openapi("/openapi.json", Info::new("Tests", "1"), access)
    })
}

fn get(path: &str) -> crate::world::Call {
    call("GET", path).header("host", "api.example")
}

fn is_dressed(answer: &Answer) {
    for header in ["content-security-policy", "x-content-type-options", "strict-transport-security", "x-request-id"] {
        assert_eq!(answer.headers.get_all(header).iter().count(), 1, "{header}: {answer:?}");
    }
}

#[tokio::test]
async fn trap_45_the_public_document_names_no_role_and_no_permission() {
    let world = World::new();
    let answer = get("/openapi.json").send(&router(&world, DocumentAccess::public())).await;
    assert_eq!(answer.status, 200);
    is_dressed(&answer);
    let document = answer.json();
    for hidden in ["admin", "auditor", "user:delete", "x-roles", "x-permissions", "x-step-up", "mfa", "Requires"] {
        assert!(!answer.body.contains(hidden), "{hidden}: {document:#}");
    }
    let delete = &document["paths"]["/users"]["delete"];
    // That a caller must be authenticated is no secret: the 401 says so.
    assert_eq!(delete["security"], json!([{ "jwt": [] }]));
    assert_eq!(delete["summary"], "Deletes a user.");
    assert_eq!(delete["x-rate-limits"][0]["quota"], 5);
}

#[tokio::test]
async fn trap_45_the_whole_document_is_for_those_who_may_read_it() {
    let world = World::new();
    for (access, allowed) in [
        (DocumentAccess::auth(), &["reader", "admin"][..]),
        (DocumentAccess::role("admin"), &["admin"]),
        (DocumentAccess::permission("user:delete"), &["admin"]),
    ] {
        let router = router(&world, access);
        get("/openapi.json").send(&router).await.is_problem(401, "UNAUTHENTICATED");
        for role in ["reader", "admin"] {
            let answer = get("/openapi.json").token(&world.token("t", &[role])).send(&router).await;
            if allowed.contains(&role) {
                assert!(answer.status == 200 && answer.body.contains("user:delete"), "{access:?} {role}: {answer:?}");
                assert_eq!(answer.header("cache-control"), Some("no-store"));
            } else {
                answer.is_problem(403, "FORBIDDEN");
            }
        }
    }
}

#[tokio::test]
async fn trap_45_what_no_action_answers_is_limited_by_address_and_recorded() {
    let world = World::new();
    let router = router(&world, DocumentAccess::public());
    for (method, path, status, code, action) in [
        ("GET", "/openapi.json", 200, None, "openapi_document"),
        ("PUT", "/nothing", 404, Some("NOT_FOUND"), "not_found"),
        ("POST", "/users", 405, Some("METHOD_NOT_ALLOWED"), "method_not_allowed"),
    ] {
        for request in 1..=5 {
            let answer = call(method, path).header("host", "api.example").send(&router).await;
            let limited = request > 3;
            assert_eq!(answer.status, if limited { 429 } else { status }, "{path} {request}: {answer:?}");
            is_dressed(&answer);
            assert!(answer.header("ratelimit").is_some() && (!limited || answer.header("retry-after").is_some()), "{answer:?}");
            if status == 405 && !limited {
                assert_eq!(answer.header("allow"), Some("DELETE"));
            }
            let events = world.new_events().await;
            assert_eq!(events.len(), 1, "{events:#?}");
            let event = &events[0];
            assert_eq!((&event["action"], &event["request_method"]), (&json!(action), &json!(method)), "{event:#}");
            assert_eq!(event["request_id"].as_str(), answer.header("x-request-id"));
            let kind = match (limited, code) {
                (true, _) => "excess_rate_limit_exceeded",
                (false, Some(_)) => "input_validation_fail",
                (false, None) => "sensitive_read",
            };
            assert_eq!(event["type"], kind, "{event:#}");
            assert_eq!(event["code"].as_str(), if limited { Some("RATE_LIMITED") } else { code });
        }
        // Another address has limits of its own.
        let other = call(method, path).header("host", "api.example").from("203.0.113.77").send(&router).await;
        assert_eq!(other.status, status);
        world.new_events().await;
    }
    for path in ["/openapi.json", "/nothing", "/users"] {
        let elsewhere = call("GET", path).header("host", "evil.example").send(&router).await;
        elsewhere.is_problem(421, "MISDIRECTED_REQUEST");
    }
}

#[tokio::test]
async fn trap_45_preflights_are_limited_and_recorded_with_all_headers() {
    let world = World::new();
    let router = router(&world, DocumentAccess::public());
    let preflight = |origin: &'static str| {
        let call = call("OPTIONS", "/users").header("host", "api.example").header("origin", origin);
        call.header("access-control-request-method", "DELETE")
    };
    let answer = preflight("https://app.example").send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    is_dressed(&answer);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example"));
    assert!(answer.header("access-control-allow-methods").is_some_and(|methods| methods.contains(Method::DELETE.as_str())));
    assert_eq!(answer.headers.get_all("access-control-max-age").iter().count(), 1);
    let event = world.event().await;
    assert_eq!((&event["action"], &event["request_method"]), (&json!("cors_preflight"), &json!("OPTIONS")), "{event:#}");
    let stranger = preflight("https://evil.example").send(&router).await;
    assert_eq!(stranger.header("access-control-allow-origin"), None);
    let mut statuses = Vec::new();
    for _ in 0..1010 {
        statuses.push(preflight("https://app.example").send(&router).await.status.as_u16());
    }
    assert!(statuses.starts_with(&[200; 900]) && statuses.ends_with(&[429; 5]), "a page has many, and none has no end");
}

#[test]
fn a_document_for_nobody_does_not_start() {
    for access in [DocumentAccess::role("root"), DocumentAccess::permission("note:burn")] {
        let world = World::new();
        let security = world.security().build().expect("a sound configuration");
        let error = Actions::new(security, world).openapi("/openapi.json", Info::new("Tests", "1"), access).into_router();
        assert!(error.expect_err("nobody").to_string().contains("which the policy does not declare"));
    }
    let world = World::new();
    let security = Security::<App>::builder().audit(world.trail.clone()).build().expect("a sound configuration");
    let error =
        Actions::new(security, world).openapi("/openapi.json", Info::new("Tests", "1"), DocumentAccess::auth()).into_router();
    assert!(error.expect_err("nobody").to_string().contains("no authenticator"));
}

#[tokio::test]
async fn older_clients_get_their_headers_where_the_configuration_says_so() {
    let world = World::new();
    let headers = SecurityHeaders::default().x_frame_options().x_rate_limit();
    let router = world.router_with(world.security().headers(headers), actions![delete_users]);
    let token = world.token("ada", &["admin"]);
    let answer = call("DELETE", "/users").token(&token).send(&router).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    let standing = answer.header("ratelimit").expect("a standing").to_owned();
    assert_eq!(
        (answer.header("x-ratelimit-limit"), answer.header("x-ratelimit-remaining")),
        (Some("5"), Some("4")),
        "{standing}"
    );
    let reset: u64 = answer.header("x-ratelimit-reset").expect("a time").parse().expect("a number");
    assert!((1_800_000_000..=1_800_000_070).contains(&reset), "{reset}");
    let plain = world.router(actions![delete_users]);
    let answer = call("DELETE", "/users").token(&token).send(&plain).await;
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-ratelimit") && name != "x-frame-options"));
}

#[tokio::test]
async fn merged_plain_routes_get_the_headers_with_one_call() {
    use axum::Extension;
    use axum::routing::get as route;
    use secure_action::request::RequestId;

    let world = World::new();
    let security = world.security().hosts(["api.example"]).build().expect("a sound configuration");
    let plain = Router::new()
        .route("/health", route(|Extension(id): Extension<RequestId>| async move { id.to_string() }))
        .route("/page", route(|| async { ([("content-security-policy", "default-src 'self'")], "page") }));
    let router = security.with_headers(plain).merge(
        Actions::new(security.clone(), world.clone()).mount(actions![delete_users]).into_router().expect("sound actions"),
    );
    let health = get("/health").send(&router).await;
    is_dressed(&health);
    assert_eq!(health.header("x-request-id"), Some(health.body.as_str()));
    assert_eq!(health.header("cache-control"), None);
    let page = get("/page").send(&router).await;
    is_dressed(&page);
    assert_eq!(page.header("content-security-policy"), Some("default-src 'self'"));
    let elsewhere = call("GET", "/health").header("host", "evil.example").send(&router).await;
    elsewhere.is_problem(421, "MISDIRECTED_REQUEST");
    is_dressed(&elsewhere);
    call("GET", "/health").header("host", "x y").send(&router).await.is_problem(400, "MALFORMED_INPUT");
    let guarded = call("DELETE", "/users").header("host", "api.example").send(&router).await;
    guarded.is_problem(401, "UNAUTHENTICATED");
    is_dressed(&guarded);
}
