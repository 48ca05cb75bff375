//! The router is an ordinary one: it merges, nests, and keeps its guards.

use axum::Router;
use axum::routing::get;
use http::StatusCode;
use secure_action::{Actions, Cors, Json, NoContent, Path, Result, action, actions};
use serde_json::json;

use crate::world::{App, World, call};

#[action(app = App, get = "/posts/{id}", public)]
async fn read_post(Path(id): Path<u32>) -> Result<Json<u32>> {
    Ok(Json(id))
}

#[action(app = App, get = "/posts/drafts", role = "writer")]
async fn drafts() -> Result<Json<&'static str>> {
    Ok(Json("drafts"))
}

#[action(app = App, auth)]
async fn unnamed_route() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn trap_20_an_open_route_does_not_open_its_neighbour() {
    let world = World::new();
    let router = world.router(actions![read_post, drafts]);
    assert_eq!(call("GET", "/posts/7").send(&router).await.json(), json!(7));
    call("GET", "/posts/drafts").send(&router).await.is_problem(401, "UNAUTHENTICATED");
}

#[tokio::test]
async fn trap_24_guards_survive_merging_and_nesting() {
    let world = World::new();
    let own = Router::new().route("/health", get(|| async { "ok" })).fallback(|| async { StatusCode::IM_A_TEAPOT });
    let merged = own.clone().merge(world.router(actions![drafts, read_post]));
    call("GET", "/posts/drafts").send(&merged).await.is_problem(401, "UNAUTHENTICATED");
    assert_eq!(call("GET", "/health").send(&merged).await.body, "ok");
    assert_eq!(call("GET", "/nothing").send(&merged).await.status, 418);

    let nested = own.nest("/tenants/{tenant}", world.router(actions![drafts, read_post]));
    call("GET", "/tenants/a/posts/drafts").send(&nested).await.is_problem(401, "UNAUTHENTICATED");
    // The parameters of the router around it are not the action's, not even one of the same name.
    assert_eq!(call("GET", "/tenants/a/posts/9").send(&nested).await.json(), json!(9));
    let actions = world.router(actions![read_post]);
    for nested in [Router::new().nest("/tenants/{id}", actions.clone()), Router::new().nest_service("/tenants/{id}", actions)] {
        assert_eq!(call("GET", "/tenants/7/posts/9").send(&nested).await.json(), json!(9));
    }
    let token = world.token("wim", &["writer"]);
    assert_eq!(call("GET", "/tenants/a/posts/drafts").token(&token).send(&nested).await.json(), json!("drafts"));
}

#[tokio::test]
async fn the_default_route_is_a_post_by_name() {
    let world = World::new();
    let router = world.router(actions![unnamed_route]);
    let token = world.token("wim", &[]);
    assert_eq!(call("POST", "/actions/unnamed_route").token(&token).send(&router).await.status, 204);
}

#[tokio::test]
async fn other_methods_are_405_with_allow_and_other_paths_404() {
    let world = World::new();
    let security = world.security().build().expect("a sound configuration");
    let router =
        Actions::new(security, world.clone()).mount(actions![read_post]).fallback().into_router().expect("sound actions");
    let answer = call("DELETE", "/posts/7").send(&router).await;
    answer.is_problem(405, "METHOD_NOT_ALLOWED");
    assert!(answer.header("allow").is_some_and(|allow| allow.contains("GET")));
    assert!(answer.header("content-security-policy").is_some());
    let answer = call("GET", "/nothing").send(&router).await;
    answer.is_problem(404, "NOT_FOUND");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let head = call("HEAD", "/posts/7").send(&router).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn only_listed_origins_may_read_answers() {
    let world = World::new();
    let router = world.router_with(world.security().cors(Cors::origins(["https://app.example"])), actions![read_post]);
    let from = |origin: &'static str| call("GET", "/posts/7").header("origin", origin);
    let answer = from("https://app.example").send(&router).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    for other in ["https://evil.example", "https://app.example.evil.example", "null", "http://app.example"] {
        assert_eq!(from(other).send(&router).await.header("access-control-allow-origin"), None, "{other}");
    }
    let preflight = call("OPTIONS", "/posts/7")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "GET")
        .send(&router)
        .await;
    assert_eq!(preflight.header("access-control-allow-methods"), Some("GET"));
}
