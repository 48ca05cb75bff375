//! A browser opens the page of the document: that of a running teamspace, and that of a small service under a path.
//!
//! Run by `tests/run.sh --real`; alone with
//! `tests/real/browser.sh install && cargo test -p secure-action-tests --features real-browser --test browser`. With `SCREENSHOT`
//! in the environment it leaves a picture of the page there, as `docs/page.png` is one.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::routing::get;
use jsonwebtoken::{EncodingKey, Header};
use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::{Actions, Application, DocumentAccess, Result, Security, Text, action, actions, policy};
use serde_json::json;
use teamspace::data::Data;
use teamspace::tokens;
use tokio::net::TcpListener;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser");
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../secure-action-swagger-ui");

fn node() -> Command {
    let mut command = Command::new(std::env::var_os("BROWSER_NODE").unwrap_or_else(|| "node".into()));
    command.current_dir(FOLDER);
    command
}

/// Serves `router` on a port of its own, under the name that browsers trust without encryption.
async fn served(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(secure_action::serve(listener, router));
    format!("http://localhost:{port}")
}

/// Runs a script; it ends well.
async fn run(mut command: Command) {
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("Node.js");
    let (told, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{told}{errors}");
}

policy! {
    resource greeting;
    role reader { greeting: read; }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Greets.
#[action(get = "/greeting", permission = "greeting:read")]
async fn greet() -> Result<Text> {
    Ok(Text::new("hello"))
}

/// A service whose document is for everybody, under a path.
fn open_service(key: &[u8]) -> Router {
    let security = Security::<App>::builder()
        .authenticate(Jwt::hs256(key).issuer("https://id.example").audience("greetings"))
        .audit(TracingSink::new())
        .build()
        .expect("a sound configuration");
    let actions = Actions::new(security, ())
        .mount(actions![greet])
        .openapi("/openapi.json", Info::new("Greetings", "1").served_at("/api"), DocumentAccess::public())
        .docs("/docs", DocumentAccess::public());
    let plain = Router::new().route("/plain", get(|| async { "plain" }));
    plain.nest("/api", actions.into_router().expect("sound actions"))
}

fn token_of_a_reader(key: &[u8]) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let claims = json!({
        "iss": "https://id.example", "aud": "greetings", "sub": "ada", "iat": now, "exp": now + 600, "roles": ["reader"],
    });
    jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(key)).expect("a token")
}

#[tokio::test(flavor = "multi_thread")]
async fn people_call_actions_from_the_page_and_strangers_change_nothing_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = Data::open(folder.path()).await.expect("a database");
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).expect("randomness");
    let mut script = node();
    script
        .arg("page.mjs")
        .env("SERVICE", served(teamspace::router(&data).expect("a sound configuration")).await)
        .env("MEMBER", tokens::issue(&data, "uma").await.expect("a user"))
        .env("ADMIN", tokens::issue(&data, "ada").await.expect("a user"))
        .env("OPEN_SERVICE", served(open_service(&key)).await)
        .env("READER", token_of_a_reader(&key));
    run(script).await;
}

/// What is sent to browsers is what the makers of Swagger UI published.
#[tokio::test]
async fn the_shipped_files_are_the_published_ones() {
    let mut script = node();
    script.arg("shipped.mjs").env("SHIPPED", SHIPPED).env("VERSION", secure_action_swagger_ui::VERSION);
    run(script).await;
}
