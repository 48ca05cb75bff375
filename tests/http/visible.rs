//! Fields that are for some callers only: who gets them on the wire, and what the document says of them.

mod document;
mod forms;
mod readers;

use axum::Router;
use secure_action::DocumentAccess;
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::{Actions, Application, Caller, Json, Path, Result, Security, Target, Visible, action, actions, policy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::world::{KEY, World, call};

policy! {
    resource user: User;
    resource ledger;

    role member { user: read, update if User::is_self; }
    role admin: member { user: update, audit; }
    role clerk: member { ledger: read; }
}

struct Directory;

impl Application for Directory {
    type State = ();
    type Policy = Policy;
}

/// Somebody in the directory.
#[derive(Clone, Debug, Visible)]
#[visible(target, app = Directory)]
#[serde(rename_all = "camelCase")]
#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct User {
    /// What everybody calls them.
    display_name: &'static str,
    /// Where to write to.
    #[visible(permission = "user:update")]
    mail_address: &'static str,
    #[visible(permission = "user:audit")]
    last_seen: u64,
}

impl User {
    fn is_self(&self, caller: &Caller) -> bool {
        self.display_name == caller.id()
    }
}

const USERS: [User; 2] = [
    User { display_name: "ada", mail_address: "ada@example.com", last_seen: 1 },
    User { display_name: "uma", mail_address: "uma@example.com", last_seen: 2 },
];

impl Target<Directory> for User {
    type Key = String;

    async fn load(id: String, (): &()) -> Result<Option<Self>> {
        Ok(USERS.into_iter().find(|user| user.display_name == id))
    }
}

/// What the directory says of a user to whom; not what conditions are about, so only those who hold the permission for every
/// user see the rest.
#[derive(Visible)]
#[visible(app = Directory)]
struct Card {
    name: &'static str,
    #[visible(permission = "user:update", outright)]
    mail: &'static str,
    #[visible(permission = "ledger:read")]
    balance: i64,
}

const CARD: Card = Card { name: "uma", mail: "uma@example.com", balance: -7 };

#[action(app = Directory, get = "/users", permission = "user:read")]
async fn users() -> Result<Json<Vec<User>>> {
    Ok(Json(USERS.to_vec()))
}

#[action(app = Directory, get = "/users/{id}", permission = "user:read")]
async fn user(user: secure_action::Authorized<permission::user::Read>) -> Result<Json<User>> {
    Ok(Json(user.into_inner()))
}

#[action(app = Directory, get = "/cards/{id}", public)]
async fn card(Path(_): Path<u32>, _: Option<Caller>) -> Result<Json<Card>> {
    Ok(Json(CARD))
}

/// What a function serializes for itself is serialized for nobody.
#[action(app = Directory, get = "/cached", auth)]
async fn cached() -> Result<Json<Value>> {
    Ok(Json(json!({ "cached": serde_json::to_value(CARD)?, "logged": serde_json::to_string(&USERS[1])? })))
}

fn router(scoped: bool) -> Router {
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
    let tokens = if scoped { tokens.scopes_claim("scope") } else { tokens };
    let world = World::new();
    let security = Security::builder().authenticate(tokens).clock(world.clock.clone()).audit(world.trail);
    let security = security.build().expect("a sound configuration");
    let actions =
        actions![users, user, card, cached, forms::forms, forms::elsewhere, forms::folders, readers::bomb, readers::relayed];
    let actions = Actions::new(security, ()).mount(actions).openapi(
        "/openapi.json",
        Info::new("Directory", "1.0.0"),
        DocumentAccess::public(),
    );
    actions.into_router().expect("sound actions")
}

/// What a caller with these claims gets from `path`; nobody, where there are none.
pub(super) async fn get(path: &str, claims: Option<Value>) -> Value {
    let scoped = claims.as_ref().is_some_and(|claims| claims.get("scope").is_some());
    let mut request = call("GET", path);
    if let Some(claims) = claims {
        request = request.token(&World::new().token_with(&claims));
    }
    let answer = request.send(&router(scoped)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn claims(subject: &str, roles: &[&str]) -> Option<Value> {
    Some(json!({ "sub": subject, "roles": roles }))
}

#[tokio::test]
async fn conditions_are_decided_for_each_value_of_a_list() {
    let (ada, uma) = (json!({ "displayName": "ada" }), json!({ "displayName": "uma" }));
    let own = json!({ "displayName": "uma", "mailAddress": "uma@example.com" });
    let all = json!([
        { "displayName": "ada", "mailAddress": "ada@example.com", "lastSeen": 1 },
        { "displayName": "uma", "mailAddress": "uma@example.com", "lastSeen": 2 },
    ]);
    for (subject, roles, expected) in [
        ("eve", vec!["member"], json!([ada, uma])),
        ("uma", vec!["member"], json!([ada, own])),
        ("uma", vec!["clerk"], json!([ada, own])),
        ("uma", vec!["admin"], all.clone()),
        ("eve", vec!["member", "admin"], all),
    ] {
        let seen = get("/users", claims(subject, &roles)).await;
        assert_eq!(seen, expected, "{subject} {roles:?}");
        assert_eq!(get("/users/uma", claims(subject, &roles)).await, expected[1], "{subject} {roles:?}");
    }
}

#[tokio::test]
async fn without_a_target_only_those_who_hold_it_for_all_see_a_field() {
    for (caller, expected) in [
        (None, json!({ "name": "uma" })),
        (claims("uma", &[]), json!({ "name": "uma" })),
        (claims("uma", &["member"]), json!({ "name": "uma" })),
        (claims("uma", &["clerk"]), json!({ "name": "uma", "balance": -7 })),
        (claims("eve", &["admin"]), json!({ "name": "uma", "mail": "uma@example.com" })),
        (claims("eve", &["admin", "clerk"]), json!({ "name": "uma", "mail": "uma@example.com", "balance": -7 })),
        (claims("eve", &["root"]), json!({ "name": "uma" })),
    ] {
        assert_eq!(get("/cards/1", caller.clone()).await, expected, "{caller:?}");
    }
}

#[tokio::test]
async fn a_credential_shows_no_more_than_its_scopes_allow() {
    for (scope, expected) in [
        ("user:read", json!({ "name": "uma" })),
        ("user:read ledger:read", json!({ "name": "uma", "balance": -7 })),
        ("", json!({ "name": "uma" })),
    ] {
        let claims = json!({ "sub": "eve", "roles": ["admin", "clerk"], "scope": scope });
        assert_eq!(get("/cards/1", Some(claims)).await, expected, "{scope}");
    }
    let narrowed = json!({ "sub": "uma", "roles": ["admin"], "scope": "user:read user:audit" });
    assert_eq!(get("/users/uma", Some(narrowed)).await, json!({ "displayName": "uma", "lastSeen": 2 }));
}

#[tokio::test]
async fn what_is_serialized_otherwise_is_for_nobody() {
    let seen = get("/cached", claims("eve", &["admin", "clerk"])).await;
    assert_eq!(seen, json!({ "cached": { "name": "uma" }, "logged": "{\"displayName\":\"uma\"}" }));
    // Nor outside of any action.
    assert_eq!(serde_json::to_value(CARD).expect("JSON"), json!({ "name": "uma" }));
}

/// One who reads after another on the same thread gets nothing of the other's.
#[tokio::test]
async fn viewers_do_not_mix() {
    let router = router(false);
    let ask = async |claims: Option<Value>| {
        let mut request = call("GET", "/cards/1");
        if let Some(claims) = claims {
            request = request.token(&World::new().token_with(&claims));
        }
        request.send(&router).await.json()
    };
    for _ in 0..3 {
        let (admin, nobody) = tokio::join!(ask(claims("eve", &["admin", "clerk"])), ask(None));
        assert_eq!(admin["balance"], -7);
        assert_eq!(nobody, json!({ "name": "uma" }));
    }
}

/// A value around others that is serialized as always.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Page<T> {
    items: Vec<T>,
    total: usize,
}
