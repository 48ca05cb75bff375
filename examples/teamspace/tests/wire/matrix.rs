//! Every role, every post, every operation: what the policy decides, for lists and for single posts alike.

use secure_action::testing::{Value, json};

use crate::World;

/// Who wrote it, and whether it is a draft.
type Post = (&'static str, bool);

/// Those of the first start, and two of the moderator's.
const POSTS: [(u32, Post); 6] =
    [(1, ("ada", false)), (2, ("uma", false)), (3, ("ada", true)), (4, ("uma", true)), (5, ("mo", false)), (6, ("mo", true))];

const ABSENT: u32 = 99;

async fn world() -> World {
    let world = World::new().await;
    let mo = world.token("mo").await;
    for draft in [false, true] {
        let body = json!({ "title": "Rules", "body": "Be kind.", "draft": draft });
        let (status, post) = world.call("POST", "/posts", Some(&mo), Some(body)).await;
        assert_eq!((status, post.get("author"), post.get("draft")), (201, Some(&json!("mo")), Some(&json!(draft))));
    }
    world
}

/// The policy as a person reads it.
fn may(method: &str, role: &str, caller: &str, (author, draft): Post) -> bool {
    let own = author == caller;
    match (method, role) {
        ("GET", "member") => own || !draft,
        ("PATCH", _) => own,
        ("DELETE", "member") => own,
        _ => true,
    }
}

/// What the caller is answered.
fn expected(method: &str, role: &str, caller: &str, post: Post) -> u16 {
    match method {
        "DELETE" if may(method, role, caller, post) => 204,
        _ if may(method, role, caller, post) => 200,
        // That it is there is no news to whoever may read it.
        _ if may("GET", role, caller, post) => 403,
        _ => 404,
    }
}

fn body_for(method: &str, draft: bool) -> Option<Value> {
    (method == "PATCH").then(|| json!({ "title": "t", "body": "b", "draft": draft }))
}

/// The ids in the list that the caller gets, oldest first.
async fn listed(world: &World, token: &str) -> Vec<Value> {
    let (status, page) = world.call("GET", "/posts", Some(token), None).await;
    assert_eq!(status, 200);
    page.get("posts")
        .and_then(Value::as_array)
        .expect("posts")
        .iter()
        .rev()
        .filter_map(|post| post.get("id").cloned())
        .collect()
}

#[tokio::test]
async fn trap_19_lists_and_single_posts_follow_one_policy_for_every_role() {
    for (user, role) in [("uma", "member"), ("mo", "moderator"), ("ada", "admin")] {
        let world = world().await;
        let token = world.token(user).await;
        let readable = POSTS.iter().filter(|(_, post)| may("GET", role, user, *post)).map(|(id, _)| json!(id));
        assert_eq!(listed(&world, &token).await, readable.collect::<Vec<_>>(), "{user}");
        for method in ["GET", "PATCH", "DELETE"] {
            for (id, post) in POSTS {
                let (status, _) = world.call(method, &format!("/posts/{id}"), Some(&token), body_for(method, post.1)).await;
                assert_eq!(status, expected(method, role, user, post), "{method} /posts/{id} by {user}");
            }
            let (status, _) = world.call(method, &format!("/posts/{ABSENT}"), Some(&token), body_for(method, false)).await;
            assert_eq!(status, 404, "{method} /posts/{ABSENT} by {user}");
        }
    }
}

/// A caller without a token is told nothing, not even which posts there are.
#[tokio::test]
async fn without_a_token_everything_guarded_is_a_401() {
    let world = world().await;
    let mut guarded = vec![
        ("GET", "/posts".to_owned(), None),
        ("POST", "/posts".to_owned(), Some(json!({ "title": "t", "body": "b" }))),
        ("GET", "/users/uma".to_owned(), None),
        ("PATCH", "/profile".to_owned(), Some(json!({ "name": "x" }))),
        ("POST", "/users/uma/role".to_owned(), Some(json!({ "role": "admin" }))),
    ];
    for id in POSTS.iter().map(|(id, _)| *id).chain([ABSENT]) {
        guarded.extend(["GET", "PATCH", "DELETE"].map(|method| (method, format!("/posts/{id}"), body_for(method, false))));
    }
    for (method, path, body) in guarded {
        let (status, problem) = world.call(method, &path, None, body).await;
        assert_eq!((status, &problem["code"]), (401, &json!("UNAUTHENTICATED")), "{method} {path}: {problem}");
    }
    let ada = world.token("ada").await;
    let all: Vec<_> = POSTS.iter().map(|(id, _)| json!(id)).collect();
    assert_eq!(listed(&world, &ada).await, all, "nothing was written or removed");
}
