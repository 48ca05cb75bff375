//! Teamspace over the wire: what each role may do, and what nobody may.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod matrix;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use secure_action::testing::{TestApp, Value, json};
use sqlx::sqlite::SqlitePoolOptions;
use teamspace::data::Data;
use teamspace::{app, tokens};

struct World {
    data: Data,
    app: TestApp,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        Self::with(SqlitePoolOptions::new()).await
    }

    async fn with(pool: SqlitePoolOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = Data::open_with(folder.path(), pool).await.expect("a database");
        let security = app::security(&data).expect("an audit file");
        let app = TestApp::new(security, |security| app::actions(security, &data));
        Self { data, app, _folder: folder }
    }

    async fn token(&self, user: &str) -> String {
        tokens::issue(&self.data, user).await.expect("a user")
    }

    async fn call(&self, method: &str, path: &str, token: Option<&str>, body: Option<Value>) -> (u16, Value) {
        let client = token.map_or_else(|| self.app.anonymous(), |token| self.app.with_token(token));
        let call = client.call(method, path);
        let answer = match body {
            Some(body) => call.json(body).await,
            None => call.await,
        };
        let value = if answer.bytes().is_empty() { Value::Null } else { answer.json() };
        (answer.status().as_u16(), value)
    }
}

#[tokio::test]
async fn trap_10_nobody_promotes_themselves() {
    let world = World::new().await;
    for user in ["uma", "mo"] {
        let token = world.token(user).await;
        let path = format!("/users/{user}/role");
        let (status, _) = world.call("POST", &path, Some(&token), Some(json!({ "role": "admin" }))).await;
        assert_eq!(status, 403, "{user}");
        let (status, problem) =
            world.call("PATCH", "/profile", Some(&token), Some(json!({ "name": "x", "role": "admin" }))).await;
        assert_eq!((status, &problem["errors"]), (422, &json!({ "role": ["unknown field"] })), "{user}");
        let (_, profile) = world.call("GET", &format!("/users/{user}"), Some(&token), None).await;
        assert_ne!(profile["role"], "admin");
    }
}

#[tokio::test]
async fn a_new_role_holds_at_once() {
    let world = World::new().await;
    let (ada, old) = (world.token("ada").await, world.token("uma").await);
    assert_eq!(world.call("GET", "/users/uma", Some(&old), None).await.0, 200);
    assert_eq!(world.call("POST", "/users/uma/role", Some(&ada), Some(json!({ "role": "moderator" }))).await.0, 204);
    assert_eq!(world.call("GET", "/users/uma", Some(&old), None).await.0, 401);
    assert_eq!(world.call("POST", "/users/nobody/role", Some(&ada), Some(json!({ "role": "member" }))).await.0, 404);
    assert_eq!(world.call("POST", "/users/uma/role", Some(&ada), Some(json!({ "role": "root" }))).await.0, 422);
}

#[tokio::test]
async fn addresses_are_for_those_who_may_write_to_users() {
    let world = World::new().await;
    let open = json!({ "id": "uma", "name": "Uma", "about": "", "role": "member" });
    let mut whole = open.clone();
    whole["email"] = json!("uma@example.com");
    for (user, expected) in [("uma", &open), ("mo", &whole), ("ada", &whole)] {
        let token = world.token(user).await;
        let (status, seen) = world.call("GET", "/users/uma", Some(&token), None).await;
        assert_eq!((status, &seen), (200, expected), "{user}");
    }
    let registration = json!({ "id": "newbie", "name": "New", "email": "new@example.com" });
    let (status, seen) = world.call("POST", "/users", None, Some(registration)).await;
    assert_eq!((status, &seen["email"]), (201, &Value::Null));
}

#[tokio::test]
async fn registering_is_limited_by_address_and_tells_no_constraint() {
    let world = World::new().await;
    let register = |email: &'static str, id: &'static str| {
        world.call("POST", "/users", None, Some(json!({ "email": email, "id": id, "name": "New" })))
    };
    assert_eq!(register("new@example.com", "newbie").await.0, 201);
    let (status, problem) = register(" NEW@example.com", "newbie_two").await;
    assert_eq!((status, &problem["code"]), (409, &json!("DUPLICATE_VALUE")));
    assert_eq!(problem["detail"], "this value is already in use");
    let told = problem.to_string();
    assert!(!["users", "email", "new@", "2067"].iter().any(|text| told.contains(text)), "{told}");
    assert_eq!(register("new@EXAMPLE.com ", "newbie_three").await.0, 409);
    assert_eq!(register("new@example.com", "newbie_four").await.0, 429);
    assert_eq!(register("other@example.com", "other_one").await.0, 201);
}

#[tokio::test]
async fn posts_are_searched_literally_and_in_pages() {
    let world = World::new().await;
    let uma = world.token("uma").await;
    for (path, count, more) in [
        ("/posts?text=%25", 1, false),
        ("/posts?text=_", 0, false),
        ("/posts?text=%27%20OR%201%3D1%20--", 0, false),
        ("/posts?size=2", 2, true),
        ("/posts?size=2&page=1", 1, false),
    ] {
        let (status, page) = world.call("GET", path, Some(&uma), None).await;
        assert_eq!(status, 200, "{path}: {page}");
        assert_eq!((page["posts"].as_array().map(Vec::len), &page["more"]), (Some(count), &json!(more)), "{path}");
    }
    let forged = json!({ "title": "t", "body": "b", "author": "ada" });
    assert_eq!(world.call("POST", "/posts", Some(&uma), Some(forged)).await.0, 422);
    let (status, post) = world.call("POST", "/posts", Some(&uma), Some(json!({ "title": "t", "body": "b" }))).await;
    assert_eq!((status, &post["author"]), (201, &json!("uma")));
    assert_eq!(world.call("DELETE", "/posts/1", Some(&uma), None).await.0, 403);
    assert_eq!(world.call("DELETE", "/posts/1", Some(&world.token("mo").await), None).await.0, 204);
}

/// A world in which a statement runs right before the query that is counted down to, and the counter: 0 is never.
///
/// It has one connection: a new one would not be counted.
async fn interrupted(statement: &'static str) -> (World, Arc<AtomicUsize>) {
    let countdown = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&countdown);
    let pool = SqlitePoolOptions::new().max_connections(1).before_acquire(move |connection, _| {
        let counter = Arc::clone(&counter);
        Box::pin(async move {
            let left = counter.load(Ordering::SeqCst);
            counter.store(left.saturating_sub(1), Ordering::SeqCst);
            if left == 1 {
                sqlx::query(statement).execute(connection).await?;
            }
            Ok(true)
        })
    });
    (World::with(pool).await, countdown)
}

/// Three queries each: is the token revoked, the post, the change of it.
#[tokio::test]
async fn what_is_written_is_what_was_decided_about() {
    const TEXT: (&str, &str) = ("Lunch", "Soup on Thursday, 100 % home-made.");

    for (meanwhile, refused) in
        [("UPDATE posts SET author = 'mo' WHERE id = 2", 403), ("UPDATE posts SET author = 'mo', draft = 1 WHERE id = 2", 404)]
    {
        for method in ["PATCH", "DELETE"] {
            for (query, expected) in [(1, refused), (2, refused), (3, 409)] {
                let (world, countdown) = interrupted(meanwhile).await;
                let token = world.token("uma").await;
                let body = (method == "PATCH").then(|| json!({ "title": "mine", "body": "still mine" }));
                countdown.store(query, Ordering::SeqCst);
                let (status, problem) = world.call(method, "/posts/2", Some(&token), body).await;
                assert_eq!(status, expected, "{method}, changed before query {query}: {problem}");
                let post: (String, String, String) = sqlx::query_as("SELECT author, title, body FROM posts WHERE id = 2")
                    .fetch_one(world.data.database())
                    .await
                    .expect("the post is there");
                assert_eq!((&*post.0, (&*post.1, &*post.2)), ("mo", TEXT), "{method}, changed before query {query}");
            }
        }
    }
}

/// Whether the token holds, and what the post is, is decided by nobody when the database cannot be asked.
#[tokio::test]
async fn trap_22_an_outage_before_the_decision_is_a_503() {
    for (outage, query) in [("ALTER TABLE posts RENAME TO gone", 2), ("ALTER TABLE users RENAME TO gone", 1)] {
        for method in ["GET", "PATCH", "DELETE"] {
            let (world, countdown) = interrupted(outage).await;
            let token = world.token("uma").await;
            let body = (method == "PATCH").then(|| json!({ "title": "t", "body": "b" }));
            countdown.store(query, Ordering::SeqCst);
            let (status, problem) = world.call(method, "/posts/2", Some(&token), body).await;
            assert_eq!((status, &problem["code"]), (503, &json!("UNAVAILABLE")), "{method} after {outage}");
            assert!(!problem.to_string().contains("gone"), "{problem}");
        }
    }
}
