//! `Location`: relative to where the action is mounted, wherever that is.

use axum::Router;
use secure_action::{Created, Path, Result, action, actions};

use crate::world::{App, Call, World, call};

#[action(app = App, post = "/it", public)]
async fn make() -> Result<Created<u8>> {
    Ok(Created::new(7).at("/it/7?as=new#top"))
}

#[action(app = App, post = "/", public)]
async fn make_at_the_root() -> Result<Created<u8>> {
    Ok(Created::new(7).at("/7"))
}

#[action(app = App, post = "/of/{name}", public)]
async fn make_of(Path(name): Path<String>) -> Result<Created<usize>> {
    Ok(Created::new(name.len()).at("/of/7"))
}

fn router() -> Router {
    World::new().router(actions![make, make_at_the_root, make_of])
}

async fn location(call: Call, router: &Router) -> String {
    let answer = call.send(router).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.header("location").expect("a location").to_owned()
}

#[tokio::test]
async fn trap_56_a_location_is_relative_to_the_mount() {
    let nested = Router::new().nest("/api", router());
    let twice = Router::new().nest("/v1", Router::new().nest("/api", router()));
    let as_service = Router::new().nest_service("/api", router());
    let services = Router::new().nest_service("/v1", Router::new().nest_service("/api", router()));
    let merged = Router::new().merge(router());
    let fallback = Router::new().fallback_service(router());
    for (router, mount) in [
        (router(), ""),
        (nested, "/api"),
        (twice, "/v1/api"),
        (as_service, "/api"),
        (services, "/v1/api"),
        (merged, ""),
        (fallback, ""),
    ] {
        let it = location(call("POST", format!("{mount}/it?q=1")), &router).await;
        assert_eq!(it, format!("{mount}/it/7?as=new#top"));
        let of = location(call("POST", format!("{mount}/of/%C3%A9%2Fa")), &router).await;
        assert_eq!(of, format!("{mount}/of/7"));
        let root = location(call("POST", if mount.is_empty() { "/".to_owned() } else { mount.to_owned() }), &router).await;
        assert_eq!(root, format!("{mount}/7"));
    }
}

#[tokio::test]
async fn trap_56_a_mount_with_parameters_has_the_values_of_the_request() {
    let router = Router::new().nest("/of/{tenant}/v/{version}", router());
    let it = location(call("POST", "/of/acme%20ltd/v/2/it"), &router).await;
    assert_eq!(it, "/of/acme%20ltd/v/2/it/7?as=new#top");
    // What looks like the route itself is not cut off twice.
    assert_eq!(location(call("POST", "/of/it/v/it/it"), &router).await, "/of/it/v/it/it/7?as=new#top");
    assert_eq!(location(call("POST", "/of/a/v/b/of/c"), &router).await, "/of/a/v/b/of/7");
}

#[tokio::test]
async fn trap_56_no_mount_makes_the_path_another_host() {
    let router = Router::new().nest("/{any}", router());
    for strange in ["/\\evil.example/it", "/\\\\evil.example/it"] {
        let answer = call("POST", strange).send(&router).await;
        if let Some(location) = answer.header("location") {
            assert_eq!(location, "/it/7?as=new#top", "{strange}");
        }
    }
    assert_eq!(call("POST", "//evil.example/it").send(&router).await.status, 404);
}
