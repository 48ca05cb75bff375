//! Targets: loaded once, decided by the policy's conditions, for single ones and for lists alike.

mod loads;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::authn::jwt::Jwt;
use secure_action::{
    Actions, Application, Authorized, Caller, Input, Json, NoContent, Path, Pending, Permit, Result, Scope, Security, Target,
    action, actions, policy,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::{Answer, KEY, World, call};

policy! {
    resource post: Post;

    role reader { post: read if Post::is_public; }
    role author: reader { post: read if Post::is_author, edit if Post::is_author; }
    role moderator: reader { post: read, edit if Post::is_public; }
    role admin: author, moderator { post: edit, remove; }
}

#[derive(Clone, Copy, Debug)]
#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Post {
    id: u32,
    author: &'static str,
    public: bool,
}

const POSTS: [Post; 4] = [
    Post { id: 1, author: "uma", public: true },
    Post { id: 2, author: "uma", public: false },
    Post { id: 3, author: "ada", public: true },
    Post { id: 4, author: "ada", public: false },
];

/// Asking for it finds the database out of order.
const OUTAGE: u32 = 500;

impl Post {
    fn is_public(&self, _: &Caller) -> bool {
        self.public
    }

    fn is_author(&self, caller: &Caller) -> bool {
        self.author == caller.id()
    }
}

struct Blog;

impl Application for Blog {
    /// How often a post was loaded.
    type State = Arc<AtomicUsize>;
    type Policy = Policy;
}

impl Target<Blog> for Post {
    type Key = u32;

    async fn load(id: u32, loads: &Arc<AtomicUsize>) -> Result<Option<Self>> {
        loads.fetch_add(1, Ordering::SeqCst);
        if id == OUTAGE {
            return Err(std::io::Error::other("the database is at 10.0.0.5").into());
        }
        Ok(POSTS.into_iter().find(|post| post.id == id))
    }

    fn visible_to(&self, _: &Caller) -> bool {
        self.public
    }
}

#[action(app = Blog, get = "/posts/{id}", permission = "post:read")]
async fn read_post(post: Authorized<permission::post::Read>) -> Result<Json<u32>> {
    Ok(Json(post.id))
}

#[action(app = Blog, get = "/shared/{token}", permission = "post:read")]
async fn read_shared(post: Authorized<permission::post::Read>) -> Result<Json<u32>> {
    Ok(Json(post.id))
}

#[action(app = Blog, patch = "/posts/{id}", permission = "post:edit")]
async fn edit_post(post: Authorized<permission::post::Edit>) -> Result<Json<u32>> {
    Ok(Json(post.id))
}

#[action(app = Blog, delete = "/posts/{id}", permission = "post:remove")]
async fn remove_post(Path(_): Path<u32>, permit: Permit<permission::post::Remove>) -> Result<NoContent> {
    remove(&permit).await;
    Ok(NoContent)
}

/// Three calls down, and still nobody gets here without the permission.
async fn remove(_: &Permit<permission::post::Remove>) {}

#[action(app = Blog, get = "/posts", permission = "post:read")]
async fn list_posts(pending: Pending<permission::post::Read>) -> Result<Json<Vec<u32>>> {
    use permission::post::ReadCondition::{IsAuthor, IsPublic};

    let caller = pending.caller().id();
    // What a query's `WHERE` would say.
    let matches = |post: &Post| match pending.scope() {
        Scope::All => true,
        Scope::Any(conditions) => conditions.iter().any(|condition| match condition {
            IsPublic => post.public,
            IsAuthor => post.author == caller,
        }),
        Scope::None => false,
    };
    Ok(Json(POSTS.iter().filter(|post| matches(post)).map(|post| post.id).collect()))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Move {
    #[garde(skip)]
    post: u32,
}

#[action(app = Blog, post = "/moves", permission = "post:edit", target = "input.post")]
async fn move_post(input: Input<Move>, post: Authorized<permission::post::Edit>) -> Result<Json<u32>> {
    assert_eq!(input.post, post.id);
    Ok(Json(post.id))
}

#[action(app = Blog, post = "/purges", permission = "post:edit")]
async fn purge(pending: Pending<permission::post::Edit>) -> Result<Json<Vec<u32>>> {
    Ok(Json(pending.authorize_each(POSTS.to_vec()).iter().map(|post| post.id).collect()))
}

#[action(app = Blog, post = "/pins/{id}", permission = "post:edit")]
async fn pin(Path(id): Path<u32>, pending: Pending<permission::post::Edit>) -> Result<Json<u32>> {
    let post = POSTS.into_iter().find(|post| post.id == id).ok_or_else(|| secure_action::ActionError::not_found("no post"))?;
    Ok(Json(pending.authorize(post)?.id))
}

const ROLES: [&str; 4] = ["reader", "author", "moderator", "admin"];

struct Blogging {
    world: World,
    router: Router,
    security: Security<Blog>,
    loads: Arc<AtomicUsize>,
}

impl Blogging {
    fn new() -> Self {
        let world = World::new();
        let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
        let security = Security::<Blog>::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
        let security = security.build().expect("a sound configuration");
        let actions = actions![read_post, read_shared, edit_post, remove_post, list_posts, move_post, purge, pin];
        let loads = Arc::default();
        let router = Actions::new(security.clone(), Arc::clone(&loads)).mount(actions).into_router().expect("sound actions");
        Self { world, router, security, loads }
    }

    /// How often a post was loaded since this was last asked.
    fn loads(&self) -> usize {
        self.loads.swap(0, Ordering::SeqCst)
    }

    async fn ask(&self, method: &'static str, path: &str, caller: &str, roles: &[&str], body: Option<Value>) -> Answer {
        let call = call(method, path).token(&self.world.token(caller, roles));
        match body {
            Some(body) => call.json(&body),
            None => call,
        }
        .send(&self.router)
        .await
    }

    async fn events(&self) -> Vec<Value> {
        self.security.flush_audit().await;
        std::mem::take(&mut *self.world.trail.lines())
    }
}

/// The policy as a person would check it.
fn may(operation: &str, roles: &[&str], caller: &str, post: &Post) -> bool {
    let has = |role: &str| roles.contains(&role);
    match operation {
        "read" => {
            has("moderator")
                || has("admin")
                || post.public && (has("reader") || has("author"))
                || post.author == caller && has("author")
        }
        "edit" => has("admin") || post.author == caller && has("author") || post.public && has("moderator"),
        _ => has("admin"),
    }
}

/// Every set of roles.
fn subsets() -> impl Iterator<Item = Vec<&'static str>> {
    (0..1 << ROLES.len())
        .map(|bits| ROLES.into_iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, role)| role).collect())
}

#[tokio::test]
async fn trap_01_every_role_caller_and_target_is_decided_as_the_policy_reads() {
    let blog = Blogging::new();
    let mut allowed = 0;
    for roles in subsets() {
        for caller in ["uma", "ada", "eve"] {
            let mut seen = Vec::new();
            for post in &POSTS {
                let path = format!("/posts/{}", post.id);
                for (method, operation) in [("GET", "read"), ("PATCH", "edit"), ("DELETE", "remove")] {
                    let status = blog.ask(method, &path, caller, &roles, None).await.status.as_u16();
                    let entered = POSTS.iter().any(|post| ["uma", "ada"].iter().any(|name| may(operation, &roles, name, post)));
                    let expected = match (may(operation, &roles, caller, post), method) {
                        (true, "DELETE") => 204,
                        (true, _) => 200,
                        // Without any grant of the operation, nothing is loaded: the answer says nothing about the post.
                        (false, _) if !entered => 403,
                        (false, _) if post.public => 403,
                        (false, _) => 404,
                    };
                    assert_eq!(status, expected, "{caller} as {roles:?} would {operation} {post:?}");
                    allowed += usize::from(status < 300);
                    if method == "GET" && status == 200 {
                        seen.push(post.id);
                    }
                }
            }
            let list = blog.ask("GET", "/posts", caller, &roles, None).await;
            if list.status == 200 {
                assert_eq!(list.json(), json!(seen), "list and single access of {caller} as {roles:?}");
            } else {
                assert!(roles.is_empty() && seen.is_empty(), "{roles:?}: {list:?}");
            }
        }
    }
    assert!(allowed > 100, "{allowed}");
}

#[tokio::test]
async fn trap_19_an_unconditional_grant_overrides_an_inherited_conditional_one() {
    let blog = Blogging::new();
    for post in &POSTS {
        let path = format!("/posts/{}", post.id);
        assert_eq!(blog.ask("PATCH", &path, "eve", &["admin"], None).await.status, 200);
        assert_eq!(blog.ask("GET", &path, "eve", &["moderator"], None).await.status, 200);
    }
}

#[tokio::test]
async fn absent_invisible_and_forbidden_targets_are_told_apart_only_where_the_caller_may() {
    let blog = Blogging::new();
    let ask = |path: &'static str| blog.ask("PATCH", path, "eve", &["author"], None);
    let (absent, invisible, visible) = (ask("/posts/99").await, ask("/posts/2").await, ask("/posts/1").await);
    absent.is_problem(404, "NOT_FOUND");
    invisible.is_problem(404, "NOT_FOUND");
    visible.is_problem(403, "FORBIDDEN");
    let plain = |answer: &Answer| {
        let mut problem = answer.json();
        problem["request_id"] = Value::Null;
        problem
    };
    assert_eq!(plain(&absent), plain(&invisible), "who may not see it cannot tell that it is there");
    ask("/posts/x").await.is_problem(422, "VALIDATION_ERROR");
    let events = blog.events().await;
    let resources: Vec<_> = events.iter().map(|event| &event["resource"]).collect();
    let post = |id: &str| json!({ "type": "post", "id": id });
    assert_eq!(resources, [&post("99"), &post("2"), &post("1"), &post("x")]);
    assert_eq!(events[1]["description"], "no condition of `post:edit` holds for this target");
}

#[tokio::test]
async fn trap_22_an_outage_while_loading_is_a_503_and_is_recorded() {
    let blog = Blogging::new();
    let answer = blog.ask("GET", "/posts/500", "uma", &["admin"], None).await;
    answer.is_problem(503, "UNAVAILABLE");
    assert!(!answer.body.contains("10.0.0.5"));
    let events = blog.events().await;
    assert_eq!((&events[0]["outcome"], &events[0]["status"]), (&json!("refused"), &json!(503)));
    assert!(events[0]["description"].as_str().is_some_and(|reason| reason.contains("10.0.0.5")), "{events:#?}");
}

#[tokio::test]
async fn the_key_may_be_a_field_of_the_input_and_is_the_one_that_is_checked() {
    let blog = Blogging::new();
    let ask = |caller: &'static str, id: u32| blog.ask("POST", "/moves", caller, &["author"], Some(json!({ "post": id })));
    assert_eq!(ask("uma", 2).await.json(), json!(2));
    ask("eve", 2).await.is_problem(404, "NOT_FOUND");
    ask("uma", 99).await.is_problem(404, "NOT_FOUND");
    let invalid = blog.ask("POST", "/moves", "eve", &["author"], Some(json!({ "post": "2" }))).await;
    invalid.is_problem(422, "VALIDATION_ERROR");
    let stranger = blog.ask("POST", "/moves", "uma", &["reader"], Some(json!({ "post": "2" }))).await;
    stranger.is_problem(403, "FORBIDDEN");
}

#[tokio::test]
async fn a_function_that_loads_its_targets_decides_about_each() {
    let blog = Blogging::new();
    let purge = |caller: &'static str, roles: &'static [&'static str]| blog.ask("POST", "/purges", caller, roles, None);
    assert_eq!(purge("uma", &["author"]).await.json(), json!([1, 2]));
    assert_eq!(purge("eve", &["author"]).await.json(), json!([]));
    assert_eq!(purge("eve", &["moderator"]).await.json(), json!([1, 3]));
    assert_eq!(purge("uma", &["author", "moderator"]).await.json(), json!([1, 2, 3]));
    assert_eq!(purge("eve", &["admin"]).await.json(), json!([1, 2, 3, 4]));
    assert_eq!(blog.ask("POST", "/pins/2", "uma", &["author"], None).await.json(), json!(2));
    blog.ask("POST", "/pins/4", "uma", &["author"], None).await.is_problem(404, "NOT_FOUND");
}

#[tokio::test]
async fn trap_39_a_key_that_is_a_secret_is_hashed_in_the_trail_and_a_long_one_cut() {
    let blogging = Blogging::new();
    for id in ["1", "1", "2"] {
        blogging.ask("GET", &format!("/shared/{id}"), "rita", &["reader"], None).await;
    }
    blogging.ask("GET", &format!("/posts/{}1", "0".repeat(10_000)), "rita", &["reader"], None).await;
    let events = blogging.events().await;
    let id = |index: usize| events[index]["resource"]["id"].as_str().expect("an id");
    assert!(id(0).starts_with("hash:") && id(0) == id(1) && id(0) != id(2), "{events:#?}");
    assert!(events[0]["event"].as_str().is_some_and(|text| text.contains("hash")), "{events:#?}");
    assert!(id(3).len() < 200 && id(3).ends_with("[TRUNCATED]"), "{}", id(3));
}
