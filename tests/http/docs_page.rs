//! The page that shows the document: what it is sent with, who may open it, and what strangers cannot make of it.

use std::time::Duration;

use axum::Router;
use http::HeaderMap;
use http_body_util::BodyExt;
use secure_action::openapi::Info;
use secure_action::{Actions, DocumentAccess, NoContent, Path, RateLimit, Result, Security, action, actions};
use serde_json::json;
use tower::ServiceExt;

use crate::world::{App, Call, World, call};

#[action(app = App, get = "/notes/{id}", public)]
async fn read_note(_: Path<u64>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/docs/{id}", public)]
async fn beside_the_files(_: Path<u64>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/taken", public)]
async fn taken() -> Result<NoContent> {
    Ok(NoContent)
}

fn router(world: &World, access: DocumentAccess) -> Router {
    world.finished(world.security().default_rate_limit(RateLimit::new(20, Duration::from_secs(60))), |all| {
        all.mount(actions![read_note, beside_the_files])
            .openapi("/openapi.json", Info::new("Secret <b>Tests</b>", "1"), DocumentAccess::role("admin"))
            .docs("/docs", access)
            .fallback()
    })
}

/// What came back, of whatever kind its body is.
struct Sent {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Sent {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a plain header"))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}

async fn sent(call: Call, router: &Router) -> Sent {
    let response = router.clone().oneshot(call.request()).await.expect("a router does not fail");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    Sent { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// What the page names, as its links are written.
fn links(html: &str) -> Vec<&str> {
    html.split(['"', '\'']).filter(|text| text.starts_with("./")).collect()
}

/// What it names, from the page on.
async fn files(router: &Router, token: Option<&str>) -> Vec<String> {
    let page = call("GET", "/docs");
    let page = sent(token.map(|token| call("GET", "/docs").token(token)).unwrap_or(page), router).await;
    links(page.text()).iter().map(|link| link[1..].to_owned()).filter(|path| path.starts_with("/docs/")).collect()
}

#[tokio::test]
async fn the_page_lets_nothing_in_from_elsewhere_and_says_nothing_of_the_service() {
    let world = World::new();
    let router = router(&world, DocumentAccess::public());
    let page = sent(call("GET", "/docs"), &router).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'none'";
    assert_eq!(page.header("content-security-policy"), Some(policy));
    assert_eq!(page.headers.get_all("content-security-policy").iter().count(), 1);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    assert!(page.header("ratelimit").is_some() && page.header("x-request-id").is_some());
    let html = page.text();
    assert!(!html.contains("Tests") && !html.contains("://") && !html.contains("style="), "{html}");
    assert_eq!(html.matches("<script").count(), html.matches("></script>").count(), "nothing inline: {html}");
    assert_eq!(links(html).iter().filter(|link| **link == "./openapi.json").count(), 1);
    assert_eq!(links(html).len(), 6);
    let event = world.event().await;
    assert_eq!((&event["action"], &event["type"]), (&json!("docs_page"), &json!("sensitive_read")), "{event:#}");
}

#[tokio::test]
async fn its_files_are_kept_for_ever_and_are_what_they_are() {
    let world = World::new();
    let router = router(&world, DocumentAccess::public());
    let files = files(&router, None).await;
    assert_eq!(files.len(), 5);
    for path in &files {
        let (_, extension) = path.rsplit_once('.').expect("a name");
        let kept = path.contains("swagger-ui");
        let file = sent(call("GET", path).header("accept-encoding", "gzip, deflate, br"), &router).await;
        assert_eq!(file.status, 200, "{path}");
        let media_type = match extension {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            _ => "image/png",
        };
        assert_eq!(file.header("content-type"), Some(media_type));
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(file.header("content-security-policy").map(|policy| policy.starts_with("default-src 'none';")), Some(true));
        let coded = kept.then_some("gzip");
        assert_eq!(
            (file.header("content-encoding"), file.header("vary")),
            (coded, kept.then_some("accept-encoding")),
            "{path}"
        );
        assert_eq!(file.body.starts_with(&[0x1f, 0x8b]), kept, "{path}");
        assert_eq!(file.header("content-length"), Some(&*file.body.len().to_string()));
        assert!(file.body.len() < 500_000, "{path}: {}", file.body.len());

        // Who says nothing takes anything; who takes only what it is not gets nothing that is kept.
        assert_eq!(sent(call("GET", path), &router).await.status, 200);
        let plain = sent(call("GET", path).header("accept-encoding", "identity"), &router).await;
        assert_eq!((plain.status, plain.header("cache-control").is_some()), if kept { (406, false) } else { (200, true) });

        let head = sent(call("HEAD", path), &router).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), file.header("content-length"));
    }
    let head = sent(call("HEAD", "/docs"), &router).await;
    assert_eq!((head.status, head.body.len(), head.header("content-security-policy").is_some()), (200, 0, true));
}

#[tokio::test]
async fn there_is_nothing_else_beside_them() {
    let world = World::new();
    let security = world.security().default_rate_limit(RateLimit::new(1000, Duration::from_secs(60)));
    let router = world.finished(security, |all| {
        let info = Info::new("Tests", "1");
        all.openapi("/openapi.json", info, DocumentAccess::public()).docs("/docs", DocumentAccess::public()).fallback()
    });
    let files = files(&router, None).await;
    let file = files.first().expect("a file");
    for path in [
        "/docs/",
        "//docs",
        "/docs/..",
        "/docs/../Cargo.toml",
        "/docs/../../etc/passwd",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "/docs/..%2f..%2fetc%2fpasswd",
        "/docs/..%5c..%5cwindows",
        "/docs/page.js",
        "/docs/swagger-ui.js",
        "/docs/swagger-ui-bundle.js.map",
        "/docs/%00",
        "/DOCS",
        &format!("{file}/"),
        &format!("{file}%00"),
        &format!("/docs/.{}", &file[5..]),
        &file.to_uppercase(),
    ] {
        let answer = sent(call("GET", path), &router).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("application/problem+json")), "{path}");
    }
    let page = sent(call("GET", "/docs"), &router).await;
    for query in ["?url=https://evil.example/x.json", "?configUrl=https://evil.example", "?%3Cscript%3E"] {
        assert_eq!(sent(call("GET", format!("/docs{query}")), &router).await.body, page.body);
    }
    for method in ["POST", "PUT", "DELETE", "TRACE"] {
        for path in ["/docs", file] {
            assert_eq!(sent(call(method, path), &router).await.status, 405, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_page_and_its_files_are_for_those_who_may_open_it() {
    let world = World::new();
    let open = router(&world, DocumentAccess::public());
    let paths: Vec<_> = files(&open, None).await.into_iter().chain(["/docs".to_owned()]).collect();
    for (access, allowed) in [
        (DocumentAccess::auth(), &["reader", "admin"][..]),
        (DocumentAccess::role("admin"), &["admin"]),
        (DocumentAccess::permission("user:delete"), &["admin"]),
    ] {
        let router = router(&world, access);
        world.new_events().await;
        for path in &paths {
            let stranger = sent(call("GET", path), &router).await;
            assert_eq!((stranger.status, stranger.header("cache-control")), (401, Some("no-store")), "{path}");
            for role in ["reader", "admin"] {
                let answer = sent(call("GET", path).token(&world.token("t", &[role])), &router).await;
                let may = allowed.contains(&role);
                assert_eq!(answer.status, if may { 200 } else { 403 }, "{access:?} {role} {path}");
                let kept = may && path != "/docs";
                let expected = if kept { "private, max-age=31536000, immutable" } else { "no-store" };
                assert_eq!(answer.header("cache-control"), Some(expected), "{access:?} {role} {path}");
            }
        }
        let events = world.new_events().await;
        assert_eq!(events.len(), 3 * paths.len());
        assert!(events.iter().all(|event| event["action"] == "docs_page"), "{events:#?}");
    }
}

#[tokio::test]
async fn it_is_limited_by_address_and_a_limited_answer_is_kept_by_nobody() {
    let world = World::new();
    let router = router(&world, DocumentAccess::public());
    let file = files(&router, None).await.remove(0);
    for path in ["/docs", file.as_str()] {
        let mut last = sent(call("GET", path).from("203.0.113.50"), &router).await;
        for _ in 0..20 {
            last = sent(call("GET", path).from("203.0.113.50"), &router).await;
        }
        assert_eq!(last.status, 429, "{path}");
        assert!(last.header("cache-control").is_none_or(|value| value == "no-store") && last.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn it_may_be_nested_and_the_routes_elsewhere() {
    let world = World::new();
    let inner = world.finished(world.security(), |all| {
        let info = Info::new("Tests", "1").served_at("https://api.example:8443/v1");
        all.openapi("/description/openapi.json", info, DocumentAccess::public()).docs("/team/docs", DocumentAccess::public())
    });
    let router = Router::new().nest("/api", inner);
    let page = sent(call("GET", "/api/team/docs"), &router).await;
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("connect-src 'self' https://api.example:8443;"), "{policy}");
    let links = links(page.text());
    assert_eq!(links.len(), 6);
    for link in links {
        let path = format!("/api/{}", link.strip_prefix("./../").expect("one folder up"));
        assert_eq!(sent(call("GET", &path), &router).await.status, 200, "{path}");
    }
}

#[test]
fn a_page_that_cannot_be_does_not_start() {
    let faults = |path: &str, access: DocumentAccess, document: Option<&str>| {
        let world = World::new();
        let security = world.security().build().expect("a sound configuration");
        let all = Actions::new(security, world).mount(actions![taken]).docs(path, access);
        let all = match document {
            Some(path) => all.openapi(path, Info::new("Tests", "1"), DocumentAccess::public()),
            None => all,
        };
        let error = all.into_router().expect_err("no such page");
        error.faults().map(str::to_owned).collect::<Vec<_>>()
    };
    let public = DocumentAccess::public();
    assert_eq!(
        faults("/taken", public, Some("/openapi.json")),
        ["the page of the OpenAPI document cannot be served at `/taken`: `taken` answers there"]
    );
    assert_eq!(
        faults("/docs", public, Some("/docs")),
        ["the page of the OpenAPI document cannot be served at `/docs`: `openapi_document` answers there"]
    );
    assert_eq!(
        faults("/docs", public, None),
        ["the page at `/docs` has no document to show: add `.openapi(\"/openapi.json\", ...)`, and say who may read it"]
    );
    for odd in ["/a b", "/a//b", "/a/../b", "/a?b", "/a\"b"] {
        let told = faults(odd, public, Some("/openapi.json"));
        assert_eq!(
            told,
            [format!("the page cannot be served at `{odd}`: write a path of letters, digits and `-._~`, such as \"/docs\"")]
        );
    }
    for odd in ["docs", "/{name}", ""] {
        let told = faults(odd, public, Some("/openapi.json"));
        assert!(told.len() == 1 && told[0].contains("write a plain path"), "{told:?}");
    }
    // Each with the others.
    let told = faults("/taken", DocumentAccess::role("root"), None);
    assert_eq!(told.len(), 3, "{told:#?}");
    let world = World::new();
    let security = Security::<App>::builder().audit(world.trail.clone()).build().expect("a sound configuration");
    let all = Actions::new(security, world).openapi("/openapi.json", Info::new("Tests", "1"), public);
    let error = all.docs("/docs", DocumentAccess::auth()).into_router().expect_err("nobody could open it");
    assert!(error.to_string().contains("`docs_page` demands a caller, but no authenticator is configured"), "{error}");
}
