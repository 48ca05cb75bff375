//! The golden document, and what it says about access, limits and names.

use std::time::Duration;

use axum::Json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::{Info, unknown_tags};
use super::*;
use crate::answer::{Created, NoContent};
use crate::caller::Caller;
use crate::spec::LimitKey;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi/tests/three_actions.json");

/// A role of the team.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum TeamRole {
    User,
    Admin,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is read")]
struct ChangeRole {
    role: TeamRole,
    /// Why, for the audit trail.
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize, JsonSchema, garde::Validate)]
#[serde(deny_unknown_fields)]
struct SignUp {
    #[garde(email, length(max = 254))]
    email: String,
    #[garde(length(chars, min = 1, max = 100), pattern(r"^[^<>{}]+$"))]
    name: String,
    #[garde(range(min = 13, max = 150))]
    age: u8,
}

#[derive(Serialize, JsonSchema)]
struct User {
    id: u64,
    email: String,
    role: TeamRole,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Search {
    /// Words that must occur.
    q: String,
    /// Where to go on.
    after: Option<u64>,
    order: Option<Order>,
}

#[derive(Deserialize, JsonSchema)]
enum Order {
    #[serde(rename = "newest")]
    Newest,
    #[serde(rename = "oldest")]
    Oldest,
}

#[derive(Serialize, JsonSchema)]
struct Page<T> {
    items: Vec<T>,
    next: Option<u64>,
}

#[derive(Serialize, JsonSchema)]
struct Post {
    title: String,
    author: User,
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

fn change_role() -> Action {
    const LIMITS: &[RateLimit] = &[RateLimit::new(5, minutes(15)).by(LimitKey::Caller)];
    Action::new(
        ("teamspace::users", "change_role"),
        (Method::Post, "/users/{id}/role"),
        Access::guarded(&TABLE, &[], &["admin"], &[]),
        &[argument::<Caller>(), argument::<PathOf<u64>>(), argument::<Body<ChangeRole>>()],
    )
    .rate_limits(LIMITS)
    .with(|spec| spec.documentation("Changes a user's role.", "Takes effect with the user's next request."))
}

fn sign_up() -> Action {
    let arguments = &[argument::<Body<SignUp>>()];
    Action::new(("teamspace::users", "sign_up"), (Method::Post, "/users"), Access::Public, arguments)
        .with(|spec| spec.documentation("Registers a user.", ""))
}

fn search() -> Action {
    Action::new(
        ("teamspace::posts", "search"),
        (Method::Get, "/posts"),
        Access::guarded(&TABLE, &["jwt"], &["user", "admin"], &["post:read"]),
        &[argument::<QueryOf<Search>>()],
    )
    .with(|spec| spec.documentation("Searches posts.", "").tag("content").deprecated())
}

fn three_actions() -> [(&'static Action, AnswerSpec); 3] {
    [
        (leak(change_role()), answering::<Json<User>>()),
        (leak(sign_up()), answering::<Created<User>>()),
        (leak(search()), answering::<Json<Page<Post>>>()),
    ]
}

/// Run with `UPDATE_GOLDEN=1` to write the file anew; then read the difference.
#[test]
fn three_actions_give_the_golden_document() {
    let document = document_of(&three_actions());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
    }
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(GOLDEN).unwrap()).unwrap();
    assert_eq!(document, golden, "written:\n{document:#}");
}

#[test]
fn the_order_of_mounting_makes_no_difference() {
    let mut reversed = three_actions();
    reversed.reverse();
    assert_eq!(written(&three_actions()).render().unwrap(), written(&reversed).render().unwrap());
}

#[test]
fn no_actions_give_an_empty_document() {
    let document = document(&Info::new("Nothing", "0"), &[], &Configuration::default());
    assert_eq!(
        read_back(&document),
        json!({ "openapi": "3.1.1", "info": { "title": "Nothing", "version": "0" }, "servers": [{ "url": "/" }], "paths": {}, "components": {} })
    );
}

#[test]
fn what_only_the_application_knows_is_told() {
    let info = Info::new("Teamspace", "1")
        .contact("The team", "mailto:team@example.com")
        .license("Apache-2.0")
        .tag("content", "What people write.");
    let operations = three_actions().map(|(Action { spec, arguments }, answer)| Documented {
        spec,
        arguments,
        answer: answer.describe,
        failures: answer.failures,
    });
    let document = read_back(&document(&info, &operations, &Configuration::default()));
    assert_eq!(document["info"]["contact"], json!({ "name": "The team", "email": "team@example.com" }));
    assert_eq!(document["info"]["license"], json!({ "name": "Apache-2.0", "identifier": "Apache-2.0" }));
    assert_eq!(document["tags"], json!([{ "name": "content", "description": "What people write." }, { "name": "users" }]));
    assert_eq!(unknown_tags(&info.clone().tag("users", "").tag("user", ""), &operations), ["user"]);
    let elsewhere =
        serde_json::to_value(info.contact("Help", "https://a.example").license_at("House rules", "/rules")).unwrap();
    assert_eq!(elsewhere["contact"], json!({ "name": "Help", "url": "https://a.example" }));
    assert_eq!(elsewhere["license"], json!({ "name": "House rules", "url": "/rules" }));
}

pub(super) fn operation_of(action: Action) -> Value {
    let (path, method) = (action.spec.path, action.spec.method.as_str().to_ascii_lowercase());
    let document = document_of(&[(leak(action), answering::<NoContent>())]);
    document["paths"][path][method].clone()
}

#[test]
fn a_public_action_needs_no_credentials() {
    let operation = operation_of(action(Method::Get, "/", Access::Public, &[]));
    assert_eq!(operation["security"], json!([]));
}

#[test]
fn a_public_action_that_looks_at_its_caller_takes_credentials_or_none() {
    let operation = operation_of(action(Method::Get, "/", Access::Public, &[argument::<Option<Caller>>()]));
    assert_eq!(operation["security"], json!([{ "jwt": [] }, {}]));
}

#[test]
fn roles_are_alternatives_and_permissions_are_needed_together() {
    let access = Access::guarded(&TABLE, &[], &["user", "admin"], &["post:read"]);
    let operation = operation_of(action(Method::Get, "/", access, &[]));
    assert_eq!(operation["security"], json!([{ "jwt": [] }]));
    assert_eq!(operation["x-roles"], json!(["user", "admin"]));
    assert_eq!(operation["x-permissions"], json!(["post:read"]));
    let description = operation["description"].as_str().unwrap();
    assert!(
        description.starts_with("Requires one of the roles `user`, `admin` and the permission `post:read`.\n"),
        "{description}"
    );
}

#[test]
fn only_accepted_schemes_are_offered() {
    let scheme = |name, scheme| Scheme { name, object: json!({ "type": "http", "scheme": scheme }), names_scopes: false };
    let schemes = vec![scheme("first", "bearer"), scheme("second", "basic")];
    let action = leak(action(Method::Get, "/", Access::guarded(&TABLE, &["second"], &[], &[]), &[]));
    let document = written_under(&Configuration { schemes, ..Configuration::default() }, &[(action, answering::<NoContent>())]);
    assert_eq!(read_back(&document)["paths"]["/"]["get"]["security"], json!([{ "second": [] }]));
}

#[test]
fn limits_are_told_in_numbers_and_in_words() {
    static LIMITS: [RateLimit; 4] = [
        RateLimit::new(5, minutes(15)).by(LimitKey::Caller),
        RateLimit::new(1, minutes(60)).by(LimitKey::Input("email")),
        RateLimit::new(100, minutes(1)).burst(20).skip(&["admin"]),
        RateLimit::new(9, Duration::from_secs(90)).by(LimitKey::Global),
    ];
    let operation = operation_of(action(Method::Get, "/", AUTHENTICATED, &[]).rate_limits(&LIMITS));
    assert_eq!(
        operation["x-rate-limits"],
        json!([
            { "quota": 5, "window": 900, "by": "caller" },
            { "quota": 1, "window": 3600, "by": "input.email" },
            { "quota": 100, "window": 60, "by": "ip", "burst": 20, "skip": ["admin"] },
            { "quota": 9, "window": 90, "by": "global" }
        ])
    );
    let description = operation["description"].as_str().unwrap();
    assert_eq!(
        description.split("\n\n").collect::<Vec<_>>(),
        [
            "At most 5 requests in any 15 minutes from each caller.",
            "At most 1 request in any hour for each value of `email`.",
            "On average 100 requests every minute, and up to 20 at once, from each address; callers with `admin` are not counted.",
            "At most 9 requests in any 90 seconds from all callers together.",
        ]
    );
}

#[test]
fn operation_ids_take_on_as_much_of_the_module_as_they_need() {
    let named = |module, name, path| {
        let action = Action::new((module, name), (Method::Get, path), Access::Public, &[]);
        (leak(action), answering::<NoContent>())
    };
    let document = document_of(&[
        named("app::users", "create", "/a"),
        named("app::posts", "create", "/b"),
        named("app::posts", "publish", "/c"),
        named("app::v1::teams", "list", "/d"),
        named("app::v2::teams", "list", "/e"),
        named("app::twice", "same", "/f"),
        named("app::twice", "same", "/g"),
    ]);
    let ids: Vec<_> =
        document["paths"].as_object().unwrap().values().map(|item| item["get"]["operationId"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["users_create", "posts_create", "publish", "v1_teams_list", "v2_teams_list", "app_twice_same", "app_twice_same_2"]
    );
}

#[test]
fn several_methods_share_a_path() {
    let document = document_of(&[
        (leak(action(Method::Get, "/things/{id}", Access::Public, &[])), answering::<NoContent>()),
        (leak(action(Method::Delete, "/things/{id}", AUTHENTICATED, &[])), answering::<NoContent>()),
    ]);
    let item = document["paths"]["/things/{id}"].as_object().unwrap();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["delete", "get"]);
}

#[test]
fn a_wildcard_is_written_as_a_parameter() {
    let operations = [(leak(action(Method::Get, "/files/{*path}", Access::Public, &[])), answering::<NoContent>())];
    let document = document_of(&operations);
    assert_eq!(document["paths"]["/files/{path}"]["get"]["parameters"][0]["name"], "path");
}
