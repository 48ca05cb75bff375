//! `Pending`: a decision that is left to the function is made, or its answer is not sent.

use axum::Router;
use secure_action::authn::jwt::Jwt;
use secure_action::{
    ActionError, Actions, Application, Caller, Json, NoContent, Path, Pending, Result, Security, action, actions, policy,
};
use serde_json::{Value, json};

use crate::world::{Answer, KEY, World, call};

policy! {
    resource post: Post;

    role author { post: read, edit if Post::is_author; }
}

#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Post {
    author: &'static str,
}

impl Post {
    fn is_author(&self, caller: &Caller) -> bool {
        self.author == caller.id()
    }
}

struct Blog;

impl Application for Blog {
    type State = ();
    type Policy = Policy;
}

type Edit = Pending<permission::post::Edit>;
type Read = Pending<permission::post::Read>;

const POST: Post = Post { author: "uma" };

/// Does what its path says with its decision.
#[action(app = Blog, post = "/one/{what}", permission = "post:edit")]
async fn one(Path(what): Path<String>, pending: Edit) -> Result<Json<&'static str>> {
    match what.as_str() {
        "authorize" => assert_eq!(pending.authorize(POST)?.author, "uma"),
        // It was refused, and the function knows.
        "refuse" => assert!(pending.authorize(Post { author: "ada" }).is_err()),
        "authorize_each" => drop(pending.authorize_each(vec![POST])),
        "authorize_none" => assert!(pending.authorize_each(Vec::new()).is_empty()),
        "scope" => drop(pending.scope()),
        "task" => tokio::spawn(async move { drop(pending.authorize(POST)) }).await?,
        "drop" => drop(pending),
        "forget" => std::mem::forget(pending),
        "caller" => assert_eq!(pending.caller().id(), "uma"),
        "later" => KEPT.with_borrow_mut(|kept| kept.push(pending)),
        "conflict" => return Err(ActionError::conflict("not now")),
        "fail" => return Err(std::io::Error::other("the disk is on fire").into()),
        _ => panic!("a function that panics"),
    }
    Ok(Json("the secret of post 1"))
}

thread_local! {
    /// Decisions that nobody comes back to before the answer.
    static KEPT: std::cell::RefCell<Vec<Edit>> = const { std::cell::RefCell::new(Vec::new()) };
}

#[action(app = Blog, get = "/two/{what}", permission("post:read", "post:edit"), audit = false)]
async fn two(Path(what): Path<String>, read: Read, edit: Edit) -> Result<NoContent> {
    if what.contains('r') {
        let _ = read.scope();
    }
    if what.contains('e') {
        let _ = edit.scope();
    }
    Ok(NoContent)
}

struct Blogging {
    world: World,
    router: Router,
    security: Security<Blog>,
}

impl Blogging {
    fn new() -> Self {
        let world = World::new();
        let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
        let security = Security::<Blog>::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
        // It would make anything public that it is asked about.
        let security = security.classify_errors(|_| Some(ActionError::conflict("classified")));
        let security = security.build().expect("a sound configuration");
        let router = Actions::new(security.clone(), ()).mount(actions![one, two]).into_router().expect("sound actions");
        Self { world, router, security }
    }

    async fn ask(&self, method: &'static str, path: &str) -> Answer {
        call(method, path).token(&self.world.token("uma", &["author"])).send(&self.router).await
    }

    /// The only event since the last look, if there is one.
    async fn event(&self) -> Option<Value> {
        self.security.flush_audit().await;
        let mut events = std::mem::take(&mut *self.world.trail.lines());
        assert!(events.len() < 2, "{events:#?}");
        events.pop()
    }

    /// The answer is that of an internal error, and the event says of which permission and what to do.
    async fn is_undecided(&self, answer: &Answer, permissions: &str) {
        answer.is_problem(500, "INTERNAL_ERROR");
        assert!(!answer.body.contains("secret") && !answer.body.contains("decided"), "{answer:?}");
        let event = self.event().await.expect("an event");
        assert_eq!((&event["outcome"], &event["status"]), (&json!("failed"), &json!(500)), "{event:#}");
        let reason = event["description"].as_str().expect("a reason");
        assert!(reason.starts_with(&format!("{permissions} never decided: ")), "{reason}");
        assert!(reason.contains("call `authorize`, `authorize_each` or `scope`"), "{reason}");
    }
}

#[tokio::test]
async fn an_answer_without_its_decision_is_not_sent() {
    let blog = Blogging::new();
    for what in ["drop", "forget", "caller", "later"] {
        let answer = blog.ask("POST", &format!("/one/{what}")).await;
        blog.is_undecided(&answer, "`post:edit` was").await;
    }
    let pending = KEPT.with_borrow_mut(Vec::pop).expect("the test runs on one thread");
    assert!(pending.authorize(POST).is_ok(), "too late, but it still decides");
}

#[tokio::test]
async fn whatever_decides_lets_the_answer_through() {
    let blog = Blogging::new();
    for what in ["authorize", "refuse", "authorize_each", "authorize_none", "scope", "task"] {
        let answer = blog.ask("POST", &format!("/one/{what}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!("the secret of post 1")), "{what}");
        let event = blog.event().await.expect("an event");
        assert_eq!((&event["outcome"], &event["status"]), (&json!("allowed"), &json!(200)), "{event:#}");
    }
}

#[tokio::test]
async fn a_function_that_fails_answers_what_it_failed_with() {
    let blog = Blogging::new();
    blog.ask("POST", "/one/conflict").await.is_problem(409, "CONFLICT");
    assert_eq!(blog.event().await.expect("an event")["description"], "not now");
    // An internal error is for the classifiers, as ever.
    let answer = blog.ask("POST", "/one/fail").await.is_problem(409, "CONFLICT");
    assert_eq!(answer["detail"], "classified");
    assert_eq!(blog.event().await.expect("an event")["description"], "classified: the disk is on fire");
    blog.ask("POST", "/one/panic").await.is_problem(500, "INTERNAL_ERROR");
    assert_eq!(blog.event().await.expect("an event")["outcome"], "panicked");
}

#[tokio::test]
async fn each_of_two_has_to_be_decided() {
    let blog = Blogging::new();
    for (what, permissions) in [("r", "`post:edit` was"), ("e", "`post:read` was"), ("x", "`post:read` and `post:edit` were")] {
        let answer = blog.ask("GET", &format!("/two/{what}")).await;
        blog.is_undecided(&answer, permissions).await;
    }
    assert_eq!(blog.ask("GET", "/two/re").await.status, 204);
    assert_eq!(blog.event().await, None, "an allowed call of an action without events");
}

#[tokio::test]
async fn every_request_has_its_own_decision() {
    let blog = Blogging::new();
    for (what, status) in [("drop", 500), ("scope", 200), ("drop", 500), ("authorize", 200)] {
        assert_eq!(blog.ask("POST", &format!("/one/{what}")).await.status, status, "{what}");
    }
}
