//! The key of a target that is a field of the input is the field's value itself, not what can be read again from its text.

use std::fmt;

use axum::Router;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::authn::jwt::Jwt;
use secure_action::{Actions, Application, Authorized, Caller, Input, Json, Result, Security, Target, action, actions, policy};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::{Answer, KEY, World, call};

policy! {
    resource page: Page;

    role editor { page: edit if Page::is_current; }
}

/// Where a page is: an object in the input, and a text that cannot be read as one in the audit trail.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Place {
    #[garde(skip)]
    book: String,
    #[garde(range(min = 1))]
    page: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {} of {}", self.page, self.book)
    }
}

#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Page(Place);

impl Page {
    fn is_current(&self, _: &Caller) -> bool {
        self.0.page == 7
    }
}

struct Library;

impl Application for Library {
    type State = ();
    type Policy = Policy;
}

impl Target<Library> for Page {
    type Key = Place;

    async fn load(place: Place, (): &()) -> Result<Option<Self>> {
        Ok(Some(Self(place)))
    }
}

/// Named through an alias: the key is the target's by its type, not by what it is called.
type Editable = Authorized<permission::page::Edit>;

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Edit {
    #[garde(dive)]
    at: Place,
}

#[action(app = Library, post = "/edits", permission = "page:edit", target = "input.at")]
async fn edit(caller: Caller, page: Editable, input: Input<Edit>) -> Result<Json<String>> {
    assert_eq!(page.0, input.at);
    Ok(Json(format!("{} edits {}", caller.id(), page.0)))
}

struct Reading {
    world: World,
    router: Router,
    security: Security<Library>,
}

impl Reading {
    fn new() -> Self {
        let world = World::new();
        let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
        let security = Security::<Library>::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
        let security = security.build().expect("a sound configuration");
        let router = Actions::new(security.clone(), ()).mount(actions![edit]).into_router().expect("sound actions");
        Self { world, router, security }
    }

    async fn edit(&self, book: &str, page: u32) -> Answer {
        let token = self.world.token("uma", &["editor"]);
        let input = json!({ "at": { "book": book, "page": page } });
        call("POST", "/edits").token(&token).json(&input).send(&self.router).await
    }

    /// What the events since the last look are about.
    async fn resources(&self) -> Vec<Value> {
        self.security.flush_audit().await;
        std::mem::take(&mut *self.world.trail.lines()).into_iter().map(|mut event| event["resource"].take()).collect()
    }
}

#[tokio::test]
async fn the_value_is_loaded_by_and_its_text_is_for_the_audit_trail() {
    let reading = Reading::new();
    assert_eq!(reading.edit("Ulysses", 7).await.json(), json!("uma edits page 7 of Ulysses"));
    reading.edit("Ulysses", 8).await.is_problem(404, "NOT_FOUND");
    let page = |id: &str| json!({ "type": "page", "id": id });
    assert_eq!(reading.resources().await, [page("page 7 of Ulysses"), page("page 8 of Ulysses")]);
}

#[tokio::test]
async fn a_key_is_validated_with_the_input_before_anything_is_loaded() {
    let reading = Reading::new();
    let problem = reading.edit("Ulysses", 0).await.is_problem(422, "VALIDATION_ERROR");
    assert!(problem["errors"]["at.page"].is_array(), "{problem:#}");
    assert_eq!(reading.resources().await, [Value::Null]);
}
