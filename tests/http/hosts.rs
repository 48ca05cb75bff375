//! `Host` is read: what cannot be a host is refused, and so is a host that is not listed.

use axum::Router;
use http::{Request, Uri};
use secure_action::{Json, NoContent, Result, Security, action, actions};

use crate::world::{App, World, call, exchange};

#[action(app = App, get = "/open", public)]
async fn open() -> Result<Json<&'static str>> {
    Ok(Json("open"))
}

#[action(app = App, get = "/closed", role = "admin")]
async fn closed() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn what_cannot_be_a_host_is_400_before_anything_is_decided() {
    let world = World::new();
    let router = world.router(actions![open, closed]);
    for host in
        ["", " ", "x/admin", "x y", "a@x", "x:99999", "<script>", "x,y", "b\u{fc}cher.example", "[::1", "1.2.3", "x:80:80"]
    {
        for path in ["/open", "/closed"] {
            call("GET", path).header("host", host).send(&router).await.is_problem(400, "MALFORMED_INPUT");
            let event = &world.new_events().await[0];
            assert!(event["event"].as_str().is_some_and(|text| text.starts_with("input_validation_fail")), "{event:#}");
        }
    }
    let twice = call("GET", "/open").header("host", "x.example").header("host", "y.example");
    twice.send(&router).await.is_problem(400, "MALFORMED_INPUT");
    for host in ["x.example", "x.example:8080", "[::1]:3000", "127.0.0.1"] {
        assert_eq!(call("GET", "/open").header("host", host).send(&router).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn a_target_and_a_host_that_disagree_are_400() {
    let world = World::new();
    let router = world.router(actions![open]);
    for (target, host, status) in [
        ("http://x.example/open", "x.example", 200),
        ("http://x.example:80/open", "x.example", 200),
        ("http://x.example/open", "y.example", 400),
        ("https://x.example/open", "x.example:80", 400),
        ("http://a@x.example/open", "x.example", 400),
    ] {
        let mut request = call("GET", "/open").header("host", host).request();
        *request.uri_mut() = target.parse::<Uri>().expect("a target");
        assert_eq!(exchange(request, &router).await.status, status, "{target} {host}");
    }
}

#[tokio::test]
async fn only_listed_hosts_are_answered() {
    let world = World::new();
    let router =
        world.router_with(world.security().hosts(["api.example", "localhost:3000", "*.shops.example"]), actions![open, closed]);
    for host in ["api.example", "API.example:443", "localhost:3000", "one.shops.example"] {
        assert_eq!(call("GET", "/open").header("host", host).send(&router).await.status, 200, "{host}");
    }
    for host in ["evil.example", "api.example.evil.example", "api.example:8080", "localhost", "203.0.113.9"] {
        for path in ["/open", "/closed"] {
            call("GET", path).header("host", host).send(&router).await.is_problem(421, "MISDIRECTED_REQUEST");
        }
    }
    call("GET", "/open").send(&router).await.is_problem(400, "MALFORMED_INPUT");
    let statuses: Vec<_> = world.events().await.iter().filter_map(|event| event["status"].as_u64()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 421).count(), 10);
    // What proxies say about it is not asked.
    let forged = call("GET", "/open").header("host", "evil.example").header("x-forwarded-host", "api.example");
    forged.send(&router).await.is_problem(421, "MISDIRECTED_REQUEST");
}

#[test]
fn a_list_of_what_is_no_host_does_not_start() {
    let error = Security::<App>::builder().hosts(["https://api.example/", "*"]).build().expect_err("neither is a host");
    let text = error.to_string();
    assert!(text.contains("`https://api.example/` is not a host") && text.contains("`*` is not a host"), "{text}");
    assert!(Security::<App>::builder().hosts::<&str>([]).build().is_err());
}

/// The router of a plain request, as another server hands it on.
#[tokio::test]
async fn the_authority_of_http_2_is_the_host() {
    let world = World::new();
    let router: Router = world.router_with(world.security().hosts(["api.example"]), actions![open]);
    for (authority, status) in [("api.example", 200), ("evil.example", 421)] {
        let mut request: Request<axum::body::Body> = call("GET", "/open").request();
        *request.version_mut() = http::Version::HTTP_2;
        *request.uri_mut() = format!("https://{authority}/open").parse().expect("a target");
        assert_eq!(exchange(request, &router).await.status, status, "{authority}");
    }
}
