//! `#[derive(PublicError)]` over the wire: clients see the table, the audit trail sees the rest, the document says so.

use std::error::Error;
use std::fmt;
use std::io;

use secure_action::{
    ActionError, ActionSet, Caller, Code, Development, NoContent, Path, PublicError, Result, Secret, action, actions,
};
use serde_json::{Value, json};

use crate::documents::Document;
use crate::world::{App, World, call};

/// An error with another behind it.
#[derive(Debug)]
struct Broken(io::Error);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the hidden wrapper")
    }
}

impl Error for Broken {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

fn broken() -> Broken {
    Broken(io::Error::other("the hidden disk"))
}

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(status = 409, code = "ROOM_TAKEN", message = "The room is taken at that time.")]
    RoomTaken,
    #[public(status = 404, code = "NO_SUCH_ROOM")]
    NoSuchRoom(&'static str, Secret<String>),
    #[public(status = 409, code = "ROOM_CLOSED", message = "The room is closed.")]
    RoomClosed { hidden_reason: &'static str },
    #[public(status = 503, code = "LOCKS_OFFLINE", message = "The doors do not answer.")]
    Locks {
        hidden_door: u8,
        #[source]
        cause: Broken,
    },
    #[public(status = 403, code = "NOT_YOUR_ROOM")]
    NotYours,
    #[public(status = 429, code = "TOO_MANY_ROOMS", message = "Three rooms are the most.")]
    TooMany,
    #[public(internal)]
    Storage(#[from] io::Error),
}

fn failing(kind: &str) -> Result<NoContent, BookingError> {
    match kind {
        "taken" => Err(BookingError::RoomTaken),
        "missing" => Err(BookingError::NoSuchRoom("the hidden room", Secret::new("hunter2".to_owned()))),
        "closed" => Err(BookingError::RoomClosed { hidden_reason: "the hidden party" }),
        "locks" => Err(BookingError::Locks { hidden_door: 7, cause: broken() }),
        "not-yours" => Err(BookingError::NotYours),
        "too-many" => Err(BookingError::TooMany),
        "storage" => {
            Err(io::Error::other(broken()))?;
            Ok(NoContent)
        }
        _ => Ok(NoContent),
    }
}

/// Books a room.
#[action(app = App, post = "/book/{kind}", public, rate_limit = "100/1m")]
async fn book(Path(kind): Path<String>) -> Result<NoContent, BookingError> {
    failing(&kind)
}

mod aliased {
    pub(super) type Result<T> = std::result::Result<T, super::BookingError>;
}

#[action(app = App, post = "/aliased/{kind}", public, rate_limit = "100/1m")]
async fn by_alias(Path(kind): Path<String>) -> aliased::Result<NoContent> {
    failing(&kind)
}

/// `?` keeps what the variant says.
#[action(app = App, post = "/plain/{kind}", public, rate_limit = "100/1m")]
async fn plain(Path(kind): Path<String>) -> Result<NoContent> {
    Ok(failing(&kind)?)
}

/// `?` on whatever can be an error: a text, what is boxed, what other crates wrap it in.
#[action(app = App, post = "/bare/{kind}", public, rate_limit = "100/1m")]
async fn bare(Path(kind): Path<String>) -> Result<NoContent> {
    match &*kind {
        "text" => Err("the hidden text")?,
        "written" => Err(format!("the hidden {kind} text"))?,
        "boxed" => Err(Box::<dyn Error + Send + Sync>::from(broken()))?,
        "returned" => return Err("the hidden text".into()),
        _ => {}
    }
    Ok(NoContent)
}

#[derive(Debug, PublicError)]
enum CancelError {
    #[public(status = 403, code = "NOT_YOUR_ROOM", message = "Only who booked a room can cancel.")]
    NotYours,
    #[public(status = 410, code = "ROOM_GONE")]
    Gone,
}

#[action(app = App, delete = "/book", role = "admin")]
async fn cancel(caller: Caller) -> Result<NoContent, CancelError> {
    Err(if caller.id().is_empty() { CancelError::Gone } else { CancelError::NotYours })
}

fn all() -> ActionSet<App> {
    actions![book, by_alias, plain, bare, cancel]
}

/// What is asked for, the status and code that it gets, the message, and what only the audit trail learns.
type Case = (&'static str, u16, &'static str, Option<&'static str>, &'static [&'static str]);

const CASES: [Case; 7] = [
    ("taken", 409, "ROOM_TAKEN", Some("The room is taken at that time."), &["BookingError::RoomTaken"]),
    ("missing", 404, "NO_SUCH_ROOM", None, &["BookingError::NoSuchRoom", "the hidden room"]),
    ("closed", 409, "ROOM_CLOSED", Some("The room is closed."), &["hidden_reason: \"the hidden party\""]),
    (
        "locks",
        503,
        "LOCKS_OFFLINE",
        Some("The doors do not answer."),
        &["hidden_door: 7", "the hidden wrapper: the hidden disk"],
    ),
    ("not-yours", 403, "NOT_YOUR_ROOM", None, &["BookingError::NotYours"]),
    ("too-many", 429, "TOO_MANY_ROOMS", Some("Three rooms are the most."), &["BookingError::TooMany"]),
    ("storage", 500, "INTERNAL_ERROR", None, &["BookingError::Storage", "the hidden wrapper", "the hidden disk"]),
];

#[tokio::test]
async fn clients_see_the_table_and_the_audit_trail_everything_but_secrets() {
    let world = World::new();
    let router = world.router(all());
    for route in ["book", "aliased", "plain"] {
        for (kind, status, code, message, reasons) in CASES {
            let answer = call("POST", format!("/{route}/{kind}")).send(&router).await;
            let problem = answer.is_problem(status, code);
            assert_eq!(problem.get("detail").and_then(Value::as_str), message, "{route} {kind}");
            let members = 5 + usize::from(message.is_some());
            assert_eq!(problem.as_object().map(serde_json::Map::len), Some(members), "{problem}");
            assert!(!answer.body.contains("hidden") && !answer.body.contains("BookingError"), "{}", answer.body);

            let events = world.new_events().await;
            let [event] = events.as_slice() else { panic!("{events:#?}") };
            assert_eq!((&event["status"], &event["code"]), (&json!(status), &json!(code)), "{event:#}");
            let reason = event["description"].as_str().expect("a reason");
            for expected in reasons {
                assert!(reason.contains(expected), "{route} {kind}: {reason}");
            }
            assert!(!reason.contains("hunter2"), "{reason}");
        }
        assert_eq!(call("POST", format!("/{route}/fine")).send(&router).await.status, 204);
        world.new_events().await;
    }
}

#[tokio::test]
async fn any_error_is_a_500_whose_text_only_the_log_sees() {
    for (kind, reason) in [
        ("text", "the hidden text"),
        ("written", "the hidden written text"),
        ("boxed", "the hidden wrapper: the hidden disk"),
        ("returned", "the hidden text"),
    ] {
        let world = World::new();
        let answer = call("POST", format!("/bare/{kind}")).send(&world.router(all())).await;
        answer.is_problem(500, "INTERNAL_ERROR");
        assert!(!answer.body.contains("hidden"), "{}", answer.body);
        assert_eq!(world.event().await["description"], reason);
    }
}

#[tokio::test]
async fn the_title_says_the_code_in_words() {
    let world = World::new();
    let problem = call("POST", "/book/missing").send(&world.router(all())).await.json();
    assert_eq!(problem["title"], "No such room");
}

#[tokio::test]
async fn development_mode_shows_the_detail_to_this_machine_only() {
    let world = World::new();
    let router = world.router_with(world.security().development(Development::local()), all());
    for (kind, _, _, _, reasons) in CASES {
        let path = format!("/book/{kind}");
        let shown = call("POST", path.as_str()).from("127.0.0.1").send(&router).await.json();
        let internal = shown["internal"].as_str().expect("the detail");
        assert!(reasons.iter().all(|reason| internal.contains(reason)), "{internal}");
        assert!(call("POST", path).send(&router).await.json()["internal"].is_null());
    }
}

#[tokio::test]
async fn classifiers_see_the_source_of_an_internal_variant_only() {
    let world = World::new();
    let classify = |error: &(dyn Error + 'static)| {
        let known = error.downcast_ref::<io::Error>()?.get_ref()?.is::<Broken>();
        known.then(|| ActionError::new(http::StatusCode::CONFLICT, Code::DUPLICATE_VALUE, "twice"))
    };
    let router = world.router_with(world.security().classify_errors(classify), all());
    call("POST", "/book/storage").send(&router).await.is_problem(409, "DUPLICATE_VALUE");
    assert!(world.event().await["description"].as_str().is_some_and(|reason| reason.contains("the hidden disk")));
    call("POST", "/book/locks").send(&router).await.is_problem(503, "LOCKS_OFFLINE");
}

/// The codes that the document gives to a status of an operation.
fn codes(document: &Document, method: &str, route: &str, status: &str) -> Value {
    let response = document.resolved(&document.0["paths"][route][method]["responses"][status]);
    let schema = &response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"];
    assert_eq!(schema["status"]["const"].to_string(), status, "{method} {route}");
    schema["code"]["enum"].clone()
}

#[tokio::test]
async fn the_document_has_the_variants_of_exactly_the_actions_that_return_them() {
    let world = World::new();
    let document = Document::fetch(&world.documented_router(world.security(), all())).await;
    for route in ["/book/{kind}", "/aliased/{kind}"] {
        assert_eq!(document.statuses("POST", route), [204, 400, 403, 404, 409, 422, 429, 500, 503].into());
        for (status, expected) in [
            ("403", json!(["NOT_YOUR_ROOM"])),
            ("404", json!(["NO_SUCH_ROOM"])),
            ("409", json!(["ROOM_TAKEN", "ROOM_CLOSED"])),
            ("429", json!(["RATE_LIMITED", "TOO_MANY_ROOMS"])),
            ("500", json!(["INTERNAL_ERROR"])),
            ("503", json!(["TIMEOUT", "UNAVAILABLE", "LOCKS_OFFLINE"])),
        ] {
            assert_eq!(codes(&document, "post", route, status), expected, "{route} {status}");
        }
        let responses = &document.0["paths"][route]["post"]["responses"];
        assert!(responses.get("4XX").is_none() && responses.get("5XX").is_none(), "{responses:#}");
    }
    assert_eq!(document.statuses("DELETE", "/book"), [204, 400, 401, 403, 410, 429, 500, 503].into());
    assert_eq!(codes(&document, "delete", "/book", "403"), json!(["FORBIDDEN", "NOT_YOUR_ROOM"]));
    assert_eq!(codes(&document, "delete", "/book", "410"), json!(["ROOM_GONE"]));
    // It chooses freely, so ranges are all that is known.
    assert_eq!(document.statuses("POST", "/plain/{kind}"), [204, 400, 422, 429, 500, 503].into());
    let responses = &document.0["paths"]["/plain/{kind}"]["post"]["responses"];
    assert!(responses.get("4XX").is_some() && responses.get("5XX").is_some(), "{responses:#}");
    assert!(!document.0.to_string().contains("hidden"));
}

#[tokio::test]
async fn every_answer_is_as_it_is_documented() {
    let world = World::new();
    let router = world.documented_router(world.security(), all());
    let document = Document::fetch(&router).await;
    for (kind, status, ..) in CASES {
        let answer = call("POST", format!("/book/{kind}")).send(&router).await;
        let response = document.resolved(&document.0["paths"]["/book/{kind}"]["post"]["responses"][status.to_string()]);
        let schema = &response["content"]["application/problem+json"]["schema"];
        assert!(document.describes(schema, &answer.json()), "{kind}: {answer:?}");
        for (name, header) in response["headers"].as_object().expect("headers") {
            let required = document.resolved(header)["required"] == true;
            assert!(!required || answer.header(name).is_some(), "{kind}: {name}");
        }
    }
}
