//! A proof that stands for every target is not earned by a condition on one.

mod by_hand;

use axum::Router;
use secure_action::authn::jwt::Jwt;
use secure_action::{
    Actions, Application, Authorized, Caller, Json, Pending, Permit, Result, Security, Target, action, actions, policy,
};

use crate::world::{KEY, World, call};

policy! {
    resource post: Post;

    role user { post: edit if Post::is_author; }
    role auditor { post: audit; }
    role admin { post: edit; }
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

impl Target<Blog> for Post {
    type Key = u32;

    async fn load(_: u32, (): &()) -> Result<Option<Self>> {
        Ok(Some(Self { author: "uma" }))
    }
}

/// Something that only those may do who may edit every post.
fn edit_all(_: &Permit<permission::post::Edit>) -> Result<Json<&'static str>> {
    Ok(Json("all posts are changed"))
}

/// None of the admitted roles holds the permission under a condition, so both proofs can be taken.
#[action(app = Blog, post = "/posts/{id}", role("admin", "auditor"), permission = "post:edit")]
async fn loaded(_: Authorized<permission::post::Edit>, permit: Permit<permission::post::Edit>) -> Result<Json<&'static str>> {
    edit_all(&permit)
}

#[action(app = Blog, post = "/posts", role("admin", "auditor"), permission = "post:edit")]
async fn left(permit: Permit<permission::post::Edit>, pending: Pending<permission::post::Edit>) -> Result<Json<&'static str>> {
    let _post = pending.authorize(Post { author: "uma" })?;
    edit_all(&permit)
}

fn router(world: &World) -> Router {
    let jwt = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
    let security = Security::<Blog>::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
    let security = security.build().expect("a sound configuration");
    Actions::new(security, ()).mount(actions![loaded, left]).into_router().expect("sound actions")
}

/// `auditor` admits, and `user` holds the permission for posts of one's own: together that is no permit.
#[tokio::test]
async fn a_permit_beside_a_target_is_for_those_who_hold_it_for_all() {
    let world = World::new();
    let router = router(&world);
    for path in ["/posts/1", "/posts"] {
        for (roles, status) in [
            (&["user", "auditor"][..], 403),
            (&["auditor"], 403),
            (&["user"], 403),
            (&["admin"], 200),
            (&["user", "admin"], 200),
            (&["auditor", "admin"], 200),
        ] {
            let answer = call("POST", path).token(&world.token("uma", roles)).send(&router).await;
            assert_eq!(answer.status, status, "{path} as {roles:?}: {answer:?}");
        }
    }
}
