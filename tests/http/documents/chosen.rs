//! What the application's own code chooses to answer is foreseen by the document, wherever in the request's way it chooses.

use std::io;

use axum::Router;
use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use secure_action::DocumentAccess;
use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::{
    ActionError, Actions, Application, Authorized, Caller, Extract, NoContent, Path, PublicError, Result, Security, Target,
    action, actions, policy,
};

use super::Document;
use super::answers::conforms;
use crate::world::{Answer, KEY, World, call};

policy! {
    resource page: Page;

    role editor { page: edit if Page::is_open; }
}

#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Page;

impl Page {
    fn is_open(&self, _: &Caller) -> bool {
        true
    }
}

struct Wiki;

impl Application for Wiki {
    type State = ();
    type Policy = Policy;
}

#[derive(Debug, PublicError)]
enum Outage {
    #[public(status = 502, code = "PRINTER_JAMMED")]
    Printer,
    #[public(status = 503, code = "PRINTER_COLD", message = "It warms up.")]
    Cold,
    #[public(status = 500, code = "PRINTER_ON_FIRE")]
    Fire,
    #[public(status = 423, code = "PRINTER_LOCKED")]
    Locked,
}

/// The outage that a status stands for.
fn outage(status: u32) -> Result<(), Outage> {
    match status {
        423 => Err(Outage::Locked),
        500 => Err(Outage::Fire),
        502 => Err(Outage::Printer),
        503 => Err(Outage::Cold),
        _ => Ok(()),
    }
}

const OUTAGES: [(u16, &str); 4] =
    [(423, "PRINTER_LOCKED"), (500, "PRINTER_ON_FIRE"), (502, "PRINTER_JAMMED"), (503, "PRINTER_COLD")];

/// `?` makes an `ActionError` of what another function fails with.
#[action(app = Wiki, post = "/prints/{status}", public)]
async fn print(Path(status): Path<u32>) -> Result<NoContent> {
    outage(status)?;
    Ok(NoContent)
}

impl Target<Wiki> for Page {
    type Key = u32;

    async fn load(status: u32, (): &()) -> Result<Option<Self>> {
        outage(status)?;
        Ok(Some(Self))
    }
}

/// Fails in no way of its own, but its target does.
#[derive(Debug, PublicError)]
enum Listed {
    #[public(status = 409, code = "PAGE_CHANGED")]
    Changed,
    #[public(internal)]
    Storage(#[from] io::Error),
}

#[action(app = Wiki, patch = "/pages/{status}", permission = "page:edit")]
async fn edit(_page: Authorized<permission::page::Edit>) -> Result<NoContent, Listed> {
    Err(Listed::Changed)
}

/// What the classifier below knows.
#[action(app = Wiki, post = "/stores/{status}", public)]
async fn store(Path(status): Path<u32>) -> Result<NoContent, Listed> {
    Err(io::Error::other(status.to_string()))?;
    Ok(NoContent)
}

fn classify(error: &(dyn std::error::Error + 'static)) -> Option<ActionError> {
    let status = error.downcast_ref::<io::Error>()?.to_string().parse().ok()?;
    outage(status).err().map(ActionError::from)
}

/// Rejects with the status that the header `x-reject` names.
struct Picky;

impl FromRequestParts<()> for Picky {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, StatusCode> {
        let status = parts.headers.get("x-reject").and_then(|status| StatusCode::from_bytes(status.as_bytes()).ok());
        status.map_or(Ok(Self), Err)
    }
}

#[derive(Debug, PublicError)]
enum Never {
    #[public(status = 409, code = "NEVER_SEEN")]
    Seen,
}

#[action(app = Wiki, post = "/picky", public)]
async fn picky(Extract(_): Extract<Picky>) -> Result<NoContent, Never> {
    Err(Never::Seen)
}

#[action(app = Wiki, post = "/closed", public)]
async fn closed() -> Result<NoContent, Never> {
    Err(Never::Seen)
}

struct Running {
    router: Router,
    document: Document,
    token: String,
}

impl Running {
    async fn start() -> Self {
        let world = World::new();
        let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
        let security = Security::builder()
            .authenticate(tokens)
            .audit(TracingSink::new())
            .clock(world.clock.clone())
            .classify_errors(classify);
        let actions = Actions::new(security.build().expect("a sound configuration"), ())
            .mount(actions![print, edit, store, picky, closed])
            .openapi("/openapi.json", Info::new("Wiki", "1"), DocumentAccess::public());
        let router = actions.into_router().expect("sound actions");
        let document = Document::fetch(&router).await;
        Self { router, document, token: world.token("uma", &["editor"]) }
    }

    async fn foreseen(&self, method: &'static str, route: &str, path: String, status: u16, code: &str) {
        let answer = call(method, path).token(&self.token).send(&self.router).await;
        answer.is_problem(status, code);
        self.is_foreseen(method, route, &answer);
    }

    fn is_foreseen(&self, method: &str, route: &str, answer: &Answer) {
        let operations = self.document.operations();
        let mut operations = operations.iter();
        let operation = operations.find(|operation| operation.method == method && operation.route == route);
        conforms(&self.document, operation.expect("an operation"), answer, route);
    }
}

#[tokio::test]
async fn a_function_that_fails_freely_may_answer_any_status_and_code() {
    let running = Running::start().await;
    for (status, code) in OUTAGES {
        running.foreseen("POST", "/prints/{status}", format!("/prints/{status}"), status, code).await;
    }
}

#[tokio::test]
async fn so_may_the_loading_of_a_target_whatever_the_function_fails_with() {
    let running = Running::start().await;
    for (status, code) in OUTAGES.into_iter().chain([(409, "PAGE_CHANGED")]) {
        running.foreseen("PATCH", "/pages/{status}", format!("/pages/{status}"), status, code).await;
    }
}

#[tokio::test]
async fn so_may_a_classifier_of_internal_failures() {
    let running = Running::start().await;
    for (status, code) in OUTAGES {
        running.foreseen("POST", "/stores/{status}", format!("/stores/{status}"), status, code).await;
    }
}

#[tokio::test]
async fn a_foreign_extractor_may_reject_with_any_status() {
    let running = Running::start().await;
    for rejected in [401, 403, 404, 418, 422, 429, 500, 503] {
        let answer = call("POST", "/picky").header("x-reject", rejected.to_string()).send(&running.router).await;
        assert_eq!(answer.status, rejected, "{answer:?}");
        running.is_foreseen("POST", "/picky", &answer);
    }
}

#[tokio::test]
async fn a_function_that_lists_its_failures_has_a_closed_list() {
    let running = Running::start().await;
    running.foreseen("POST", "/closed", "/closed".into(), 409, "NEVER_SEEN").await;
    let operations = running.document.operations();
    let closed = operations.iter().find(|operation| operation.route == "/closed").expect("an operation");
    for (status, response) in closed.object["responses"].as_object().expect("responses") {
        let content = &running.document.resolved(response)["content"];
        let codes = &content["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
        assert!(status == "204" || codes.is_array(), "{status}: {response:#}");
    }
}
