//! What does not start: every fault, at once, with its fix.

use garde::Validate;
use http::HeaderValue;
use http::header::CONTENT_SECURITY_POLICY;
use schemars::JsonSchema;
use secure_action::DocumentAccess;
use secure_action::audit::{JsonLines, TracingSink};
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::request::TrustedProxies;
use secure_action::{
    ActionSet, Actions, Cors, Input, NoContent, Path, Query, RateLimit, Result, Secret, Security, SecurityBuilder,
    SecurityHeaders, action, actions,
};
use serde::Deserialize;

use crate::world::{App, World};

#[action(app = App, get = "/guarded", auth(jwt))]
async fn guarded() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/open", public)]
async fn open() -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Place {
    #[garde(skip)]
    house: u32,
    #[garde(skip)]
    room: u32,
}

#[action(app = App, get = "/houses/{house}/floors/{floor}", public)]
async fn other_names(_: Path<Place>) -> Result<NoContent> {
    Ok(NoContent)
}

// What the macro sees of a parameter's type does not compile.
type One = u32;
type Two = (u32, u32);

#[action(app = App, get = "/pairs/{a}/{b}", public)]
async fn one_of_two(_: Path<One>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/single/{a}", public)]
async fn two_of_one(_: Path<Two>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/pairs/{x}/detail", public)]
async fn other_parameter(_: Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

#[test]
fn an_unsafe_configuration_is_refused_with_all_its_faults() {
    let error = Security::<App>::builder()
        .authenticate(Jwt::hs256("changeme"))
        .authenticate(Jwt::hs256([0; 32]).issuer("i").audience("a"))
        .trusted_proxies(TrustedProxies::new(["0.0.0.0/0"]).expect("a network"))
        .default_rate_limit(RateLimit::new(0, std::time::Duration::ZERO))
        .audit_queue(0)
        .cors(Cors::origins(["*", "https://ok.example"]))
        .headers(SecurityHeaders::default().set(CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'unsafe-eval'")))
        .build()
        .expect_err("nothing about it is safe");
    let text = error.to_string();
    for part in [
        "issuer",
        "audience",
        "shorter than 32 bytes",
        "placeholder",
        "two authenticators",
        "0.0.0.0/0",
        "default rate limit",
        "no place for audit events is named",
        "audit queue",
        "`*`",
        "unsafe-",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("changeme"), "{text}");
    assert!(error.faults().count() >= 10);
    assert_eq!(format!("{error:?}"), text);
}

#[test]
fn https_cannot_be_required_of_nobody() {
    let error = Security::<App>::builder().require_https().build().expect_err("nobody can tell");
    assert!(error.to_string().contains("trusted_proxies"));
}

#[tokio::test]
async fn actions_that_do_not_fit_are_refused_with_all_their_faults() {
    let world = World::new();
    let security = Security::<App>::builder().audit(TracingSink::new()).build().expect("a sound configuration");
    let error = Actions::new(security, world)
        .mount(actions![guarded, open, other_names, one_of_two, two_of_one, other_parameter])
        .mount(actions![open])
        .openapi("/open", Info::new("Tests", "1").tag("nobodys", "A slip."), DocumentAccess::public())
        .into_router()
        .expect_err("nothing fits");
    let text = error.to_string();
    for part in [
        "`guarded` accepts `jwt`",
        "`open` and `open` both answer GET /open",
        "other_names",
        "one_of_two",
        "two_of_one",
        "use one name",
        "the OpenAPI document cannot be served at `/open`",
        "describes the tag `nobodys`, which no action has",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(error.faults().count(), 8, "{text}");
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Account {
    #[garde(dive)]
    credentials: Option<Credentials>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Credentials {
    #[garde(skip)]
    passphrase: Secret<String>,
}

#[action(app = App, post = "/guess", public)]
async fn guess(_: Input<Account>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/guess/seldom", public, rate_limit = "5/15m")]
async fn guess_seldom(_: Input<Account>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/guess/known", auth)]
async fn guess_as_somebody(_: Input<Account>) -> Result<NoContent> {
    Ok(NoContent)
}

fn start(actions: ActionSet<App>) -> std::result::Result<axum::Router, String> {
    let tokens = Jwt::hs256(b"2b1c9d64-7f0e-4c55-9a3e-d1f8a6b37c02").issuer("i").audience("a");
    let security =
        Security::<App>::builder().authenticate(tokens).audit(TracingSink::new()).build().expect("a sound configuration");
    Actions::new(security, World::new()).mount(actions).into_router().map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_secret_that_anybody_may_guess_has_a_limit_of_its_own() {
    let _router = start(actions![guess_seldom, guess_as_somebody, open]).expect("sound actions");
    let text = start(actions![guess, guess_seldom, guess_as_somebody]).expect_err("a password for free");
    assert!(text.contains("`guess` takes a secret from anybody") && !text.contains("guess_"), "{text}");
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Plain {
    #[garde(skip)]
    user: String,
    #[garde(dive)]
    sign_in: PlainCredentials,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct PlainCredentials {
    #[garde(skip)]
    otp: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Lookup {
    #[garde(skip)]
    pin: Option<String>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Harmless {
    #[garde(skip)]
    monkey: String,
    #[garde(skip)]
    page_token: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "only its shape matters")]
struct Link {
    #[garde(skip)]
    invitation: Option<Secret<String>>,
}

#[action(app = App, post = "/guess/plain", public)]
async fn guess_plain(_: Input<Plain>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/guess/query", public)]
async fn guess_query(_: Query<Lookup>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/guess/path/{passcode}", public)]
async fn guess_path(_: Path<String>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/guess/nothing", public)]
async fn guess_nothing(_: Query<Harmless>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn a_guessable_secret_is_found_by_its_name_too_and_wherever_it_is_sent() {
    for (name, actions) in
        [("guess_plain", actions![guess_plain]), ("guess_query", actions![guess_query]), ("guess_path", actions![guess_path])]
    {
        let text = start(actions).expect_err(name);
        assert!(text.contains(&format!("`{name}` takes a secret from anybody")), "{text}");
    }
    let _router = start(actions![guess_nothing]).expect("a cursor is no secret");
}

#[action(app = App, get = "/links", auth)]
async fn in_query(_: Query<Link>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/links/{first}/{second}", auth)]
async fn in_path(_: Path<(u8, Secret<String>)>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/invitations/{code}", auth)]
async fn in_single_path(_: Path<Secret<String>>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn a_secret_in_the_url_does_not_start() {
    let text = start(actions![in_query, in_path, in_single_path]).expect_err("secrets in every log");
    for part in [
        "`in_query` takes a `Secret` from the URL, which ends up in logs and histories: `invitation`;",
        "`in_path` takes a `Secret` from the URL, which ends up in logs and histories: `second`;",
        "`in_single_path` takes a `Secret` from the URL, which ends up in logs and histories: `code`;",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[action(app = App, post = "/kept", public, audit = "durable")]
async fn kept() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, post = "/kept/too", public, audit = "durable")]
async fn kept_too() -> Result<NoContent> {
    Ok(NoContent)
}

#[test]
fn trap_30_silence_is_no_audit_trail() {
    let error = Security::<App>::builder().build().expect_err("nothing keeps the events");
    let text = error.to_string();
    assert!(text.contains("`.audit(JsonLines::create(") && text.contains("`.audit(TracingSink::new())`"), "{text}");
    assert_eq!(error.faults().count(), 1, "{text}");
}

#[tokio::test]
async fn trap_30_durable_needs_a_sink_that_is() {
    let started = |sinks: SecurityBuilder<App>| {
        let security = sinks.build().expect("a sound configuration");
        Actions::new(security, World::new()).mount(actions![kept, open, kept_too]).into_router().map_err(|error| {
            assert_eq!(error.faults().count(), 1, "one fault lists them all");
            error.to_string()
        })
    };
    for sink in [Security::builder().audit(TracingSink::new()), Security::builder().audit(JsonLines::stderr())] {
        let text = started(sink).expect_err("nothing outlives a crash");
        assert!(text.contains("`kept`, `kept_too`: `audit = \"durable\"` promises") && !text.contains("open"), "{text}");
    }
    let directory = tempfile::tempdir().expect("a directory");
    let file = JsonLines::create(directory.path().join("audit.jsonl")).expect("a file");
    let _router = started(Security::builder().audit(TracingSink::new()).audit(file)).expect("one of them is enough");
}

#[action(app = App, post = "/nothing-read", auth, body_limit = "4KB")]
async fn reads_nothing() -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn a_body_limit_where_no_body_is_read_does_not_start() {
    let world = World::new();
    let security = world.security().build().expect("a sound configuration");
    let fault = Actions::new(security, world).mount(actions![reads_nothing]).into_router().expect_err("a fault").to_string();
    assert!(fault.contains("`reads_nothing` has a `body_limit`, but reads no body"), "{fault}");
    // A handler in its place may read one.
    let world = World::new();
    let security = world.security().build().expect("a sound configuration");
    let started = Actions::new(security, world).guard::<reads_nothing, _, _>(|_: axum::body::Bytes| async {}).into_router();
    assert!(started.is_ok());
}
