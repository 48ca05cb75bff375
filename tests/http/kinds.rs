//! Stage 12: what a function may answer beside JSON, and the headers that are not for it to choose.

use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, ETAG, LINK, VARY};
use http::{HeaderName, HeaderValue, StatusCode};
use secure_action::{
    Accepted, Answer, Download, Json, NoContent, Path, Query, Raw, Redirect, Result, Text, WithHeaders, action, actions,
};
use serde_json::{Value, json};

use crate::documents::Document;
use crate::world::{App, World, call};

#[action(app = App, post = "/accepted", public)]
async fn accepted() -> Result<Accepted<&'static str>> {
    Ok(Accepted::new("queued").at("/jobs/7"))
}

#[action(app = App, get = "/text", public)]
async fn text() -> Result<Text> {
    Ok(Text::new("<script>alert(1)</script>"))
}

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct To {
    #[garde(skip)]
    to: String,
}

#[action(app = App, post = "/redirect", public)]
async fn redirect(Query(to): Query<To>) -> Result<Redirect> {
    Ok(Redirect::to(to.to))
}

#[action(app = App, get = "/moved", public)]
async fn moved() -> Result<Redirect<308>> {
    Ok(Redirect::to("/new"))
}

#[action(app = App, get = "/away", public)]
async fn away(Query(to): Query<To>) -> Result<Redirect<302>> {
    Ok(Redirect::away(to.to))
}

#[action(app = App, get = "/download", public)]
async fn download() -> Result<Download> {
    Ok(Download::bytes("\u{dc}bersicht/2026.csv", "a;b").media_type("text/csv"))
}

#[action(app = App, get = "/untyped", public)]
async fn untyped() -> Result<Download> {
    Ok(Download::bytes("x", "y").media_type("text/csv\r\nx-evil: 1"))
}

#[action(app = App, get = "/tagged", public)]
async fn tagged() -> Result<WithHeaders<Json<u8>>> {
    let tag = HeaderValue::from_static("\"7\"");
    Ok(Json(7).with_header(ETAG, tag).with_header(VARY, HeaderValue::from_static("accept")))
}

#[action(app = App, get = "/named/{name}", public)]
async fn named(Path(name): Path<String>) -> Result<WithHeaders<NoContent>> {
    let name = HeaderName::try_from(name)?;
    Ok(NoContent.with_header(LINK, HeaderValue::from_static("</a>")).with_header(name, HeaderValue::from_static("evil")))
}

#[action(app = App, get = "/private", auth)]
async fn private() -> Result<WithHeaders<Json<u8>>> {
    Ok(Json(7).with_header(CACHE_CONTROL, HeaderValue::from_static("public, max-age=600")))
}

#[action(app = App, get = "/cached", public)]
async fn cached() -> Result<WithHeaders<Json<u8>>> {
    Ok(Json(7).with_header(CACHE_CONTROL, HeaderValue::from_static("public, max-age=600")))
}

#[action(app = App, get = "/raw/{status}", public)]
async fn raw(Path(status): Path<u16>) -> Result<Raw<Response>> {
    let headers = [
        ("x-own", "1"),
        ("set-cookie", "a=b"),
        ("x-content-type-options", "sniff"),
        ("content-security-policy", "default-src *"),
        ("strict-transport-security", "max-age=0"),
        ("access-control-allow-origin", "*"),
        ("connection", "keep-alive"),
        ("content-length", "9999"),
        ("transfer-encoding", "chunked"),
        ("x-request-id", "mine"),
        ("ratelimit", "none"),
        ("retry-after", "1"),
    ];
    Ok(Raw((StatusCode::from_u16(status)?, headers, "secret text").into_response()))
}

#[action(app = App, get = "/html", public)]
async fn html() -> Result<Raw<Html<&'static str>>> {
    Ok(Raw(Html("<p>ours</p>")))
}

fn router(world: &World) -> Router {
    let security = world.security().redirects_to(["https://id.example.com", "https://pay.example.com:8443"]);
    let security = security.default_rate_limit(secure_action::RateLimit::new(1000, std::time::Duration::from_secs(60)));
    world.documented_router(
        security,
        actions![accepted, text, redirect, moved, away, download, untyped, tagged, named, private, cached, raw, html],
    )
}

#[tokio::test]
async fn each_kind_has_its_status_and_headers() {
    let world = World::new();
    let router = Router::new().nest("/api", router(&world));
    let answer = call("POST", "/api/accepted").send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (202, Some("/api/jobs/7")));
    assert_eq!(answer.json(), json!("queued"));

    let answer = call("GET", "/api/text").send(&router).await;
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.body, "<script>alert(1)</script>");

    let answer = call("GET", "/api/moved").send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, Some("/api/new")));

    let answer = call("GET", "/api/download").send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/csv")));
    let name = "attachment; filename=\"_bersicht_2026.csv\"; filename*=UTF-8''%C3%9Cbersicht_2026.csv";
    assert_eq!((answer.header("content-disposition"), answer.header("content-length")), (Some(name), Some("3")));
    let head = call("HEAD", "/api/download").send(&router).await;
    assert_eq!((head.header("content-disposition"), head.header("content-length")), (Some(name), Some("3")));
    assert!(head.body.is_empty());
    call("GET", "/api/untyped").send(&router).await.is_problem(500, "INTERNAL_ERROR");
}

#[tokio::test]
async fn trap_56_a_redirect_leads_to_own_paths_and_listed_origins() {
    let world = World::new();
    let router = Router::new().nest("/api", router(&world));
    let query = |to: &str| format!("to={}", percent(to));
    let answer = call("POST", format!("/api/redirect?{}", query("/orders/7?a=b#c"))).send(&router).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/api/orders/7?a=b#c")));
    assert_eq!((answer.body.as_str(), answer.header("content-type")), ("", None));
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "evil.example",
        "",
        "/\t/evil.example",
        "/\r\nx: y",
        "/\u{85}x",
        " /x",
        "javascript:alert(1)",
        "\t//evil.example",
        "https:evil.example",
    ] {
        let answer = call("POST", format!("/api/redirect?{}", query(evil))).send(&router).await;
        assert!(answer.header("location").is_none(), "{evil:?}: {answer:?}");
        answer.is_problem(400, "MALFORMED_INPUT");
        let event = world.new_events().await.pop().expect("an event");
        assert!(event["description"].as_str().is_some_and(|reason| reason.contains("`Location`")), "{event:#}");
    }
    for (listed, location) in [
        ("https://id.example.com/authorize?a=b", "https://id.example.com/authorize?a=b"),
        ("https://pay.example.com:8443", "https://pay.example.com:8443/"),
        ("HTTPS://ID.example.com\\x", "https://id.example.com/x"),
    ] {
        let answer = call("GET", format!("/api/away?{}", query(listed))).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(location)), "{answer:?}");
    }
    for evil in [
        "https://evil.example/",
        "https://id.example.com@evil.example/",
        "https://id.example.com:x@evil.example/",
        "https://u:p@id.example.com/",
        "http://id.example.com/",
        "https://id.example.com:8443/",
        "https://id.example.com.evil.example/",
        "https://evil.example\\@id.example.com/",
        "//id.example.com/",
        "/own",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://pay.example.com/",
        "blob:https://id.example.com/x",
        "https://id.example.com%2eevil.example/",
        "",
    ] {
        let answer = call("GET", format!("/api/away?{}", query(evil))).send(&router).await;
        assert!(answer.header("location").is_none(), "{evil:?}: {answer:?}");
        answer.is_problem(400, "MALFORMED_INPUT");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_function_adds_headers_but_not_those_of_the_service() {
    let world = World::new();
    let router = router(&world);
    let answer = call("GET", "/tagged").send(&router).await;
    assert_eq!((answer.header("etag"), answer.header("vary"), answer.json()), (Some("\"7\""), Some("accept"), json!(7)));
    assert_eq!(call("GET", "/named/x-own").send(&router).await.header("x-own"), Some("evil"));
    for ours in [
        "content-length",
        "content-type",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "upgrade",
        "set-cookie",
        "location",
        "refresh",
        "content-security-policy",
        "x-content-type-options",
        "strict-transport-security",
        "x-frame-options",
        "x-request-id",
        "ratelimit",
        "ratelimit-policy",
        "www-authenticate",
        "access-control-allow-origin",
        "date",
        "trailer",
        "cross-origin-opener-policy",
        "permissions-policy",
        "referrer-policy",
    ] {
        let answer = call("GET", format!("/named/{ours}")).send(&router).await;
        answer.is_problem(500, "INTERNAL_ERROR");
        assert!(answer.headers.values().all(|value| value != "evil"), "{ours}: {answer:?}");
    }
    // What depends on the caller is kept by nobody, whatever the function says.
    let private = call("GET", "/private").token(&world.token("uma", &["reader"])).send(&router).await;
    assert_eq!(private.headers.get_all("cache-control").iter().collect::<Vec<_>>(), ["no-store"]);
    assert_eq!(call("GET", "/cached").send(&router).await.header("cache-control"), Some("public, max-age=600"));
}

#[tokio::test]
async fn a_raw_answer_is_handed_on_except_for_errors_and_the_headers_of_the_service() {
    let world = World::new();
    let router = router(&world);
    let usual = call("GET", "/cached").send(&router).await;
    for status in [200, 201, 206, 303, 399] {
        let answer = call("GET", format!("/raw/{status}")).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (status, "secret text"));
        assert_eq!((answer.header("x-own"), answer.header("set-cookie")), (Some("1"), Some("a=b")));
        // A cookie is for one client.
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        for ours in ["x-content-type-options", "content-security-policy", "strict-transport-security", "ratelimit-policy"] {
            assert_eq!(
                answer.headers.get_all(ours).iter().collect::<Vec<_>>(),
                [usual.header(ours).expect("a header")],
                "{ours}"
            );
        }
        assert_eq!(answer.header("content-length"), Some("11"));
        for none in ["access-control-allow-origin", "connection", "transfer-encoding"] {
            assert!(answer.header(none).is_none(), "{none}");
        }
        assert_ne!(answer.header("x-request-id"), Some("mine"));
    }
    for (status, seen, code) in [
        (100, 500, "INTERNAL_ERROR"),
        (101, 500, "INTERNAL_ERROR"),
        (400, 400, "MALFORMED_INPUT"),
        (401, 401, "UNAUTHENTICATED"),
        (404, 404, "NOT_FOUND"),
        (409, 409, "CONFLICT"),
        (422, 422, "VALIDATION_ERROR"),
        (500, 500, "INTERNAL_ERROR"),
        (503, 503, "UNAVAILABLE"),
        (599, 500, "INTERNAL_ERROR"),
    ] {
        let answer = call("GET", format!("/raw/{status}")).send(&router).await;
        answer.is_problem(seen, code);
        assert!(!answer.body.contains("secret") && answer.header("set-cookie").is_none(), "{answer:?}");
        assert!(answer.header("x-own").is_none());
    }
    for empty in [204, 205, 304] {
        let answer = call("GET", format!("/raw/{empty}")).send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str(), answer.header("content-type")), (empty, "", None));
    }
    let page = call("GET", "/html").send(&router).await;
    assert_eq!((page.header("content-type"), page.body.as_str()), (Some("text/html; charset=utf-8"), "<p>ours</p>"));
    assert_eq!(page.header("content-security-policy"), usual.header("content-security-policy"));
    // What was there at once is an answer as any other: one event.
    let _others = world.new_events().await;
    call("GET", "/html").send(&router).await;
    let events = world.new_events().await;
    assert_eq!((events.len(), &events[0]["stream"]), (1, &Value::Null));
}

#[tokio::test]
async fn each_kind_is_documented_as_it_is() {
    let world = World::new();
    let document = Document::fetch(&router(&world)).await.0;
    let responses = |path: &str, method: &str| document["paths"][path][method]["responses"].clone();
    let successes = |responses: &Value| -> Vec<String> {
        responses.as_object().expect("responses").keys().filter(|status| status.starts_with(['2', '3'])).cloned().collect()
    };
    let of = responses("/accepted", "post");
    assert_eq!(successes(&of), ["202"]);
    assert!(of["202"]["headers"]["Location"].is_object() && of["202"]["content"]["application/json"].is_object());
    let of = responses("/text", "get");
    assert_eq!(of["200"]["content"]["text/plain; charset=utf-8"]["schema"], json!({ "type": "string" }));
    let of = responses("/redirect", "post");
    assert_eq!(successes(&of), ["303"]);
    assert!(of["303"]["headers"]["Location"].is_object() && of["303"]["content"].is_null());
    assert_eq!(successes(&responses("/moved", "get")), ["308"]);
    let of = responses("/download", "get");
    assert!(of["200"]["headers"]["Content-Disposition"].is_object() && of["200"]["content"]["*/*"].is_object());
    assert_eq!(successes(&responses("/tagged", "get")), ["200"]);
    let of = responses("/raw/{status}", "get");
    assert_eq!(successes(&of), ["2XX", "3XX"]);
    assert!(of["4XX"].is_object() && of["5XX"].is_object());
}

#[test]
fn an_origin_that_is_none_stops_the_start() {
    let world = World::new();
    let faults = world.security().redirects_to(["https://*", "https://id.example.com/", "http://id.example.com"]).build();
    let faults = faults.expect_err("no origin").to_string();
    assert_eq!(faults.matches("redirect origin").count(), 3, "{faults}");
}
