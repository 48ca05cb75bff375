//! Two policies in one program: what a caller is in the one says nothing in the other, though both count their roles from zero.

use std::sync::Arc;

use axum::Router;
use http::HeaderValue;
use secure_action::authn::jwt::Jwt;
use secure_action::authn::{Authentication, Authenticator, Identity, Presented};
use secure_action::{Actions, Application, Caller, Decided, Json, NoContent, Policy as _, Result, Security, action, actions};
use serde_json::{Value, json};

use crate::world::{KEY, World, call};

mod shop {
    use super::{Application, Caller};

    secure_action::policy! {
        resource order: Order;
        role customer { order: read; }
        role member: customer { order: cancel if Order::is_own; }
    }

    pub(crate) struct App;

    impl Application for App {
        type State = ();
        type Policy = Policy;
    }

    #[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
    pub struct Order;

    impl Order {
        fn is_own(&self, _: &Caller) -> bool {
            true
        }
    }
}

mod back_office {
    use super::{Application, Caller, shop::Order};

    secure_action::policy! {
        resource order: Order;
        resource vault;
        role root { order: refund, void if any; vault: open; }
        role clerk: root;
    }

    pub(crate) struct App;

    impl Application for App {
        type State = ();
        type Policy = Policy;
    }

    fn any(_: &Order, _: &Caller) -> bool {
        true
    }
}

/// What a function of the shop finds out about its caller, by the words of either policy.
#[action(app = shop::App, get = "/who", auth)]
async fn who(caller: Caller) -> Result<Json<Value>> {
    use back_office::permission::order::{Refund, Void};
    use shop::permission::order::{Cancel, Read};

    let order = &shop::Order;
    Ok(Json(json!({
        "customer": caller.has_role(shop::Role::Customer),
        "root": caller.has_role(back_office::Role::Root),
        "among": caller.roles().contains(back_office::Role::Root),
        "named": shop::Policy::TABLE.role_names(caller.roles()).collect::<Vec<_>>(),
        "named_there": back_office::Policy::TABLE.role_names(caller.roles()).collect::<Vec<_>>(),
        "read": Decided::<Read>::decided(order, &caller),
        "cancel": Decided::<Cancel>::decided(order, &caller),
        "refund": Decided::<Refund>::decided(order, &caller),
        "void": Decided::<Void>::decided(order, &caller),
    })))
}

#[action(app = back_office::App, get = "/vault", permission = "vault:open")]
async fn vault() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = shop::App, get = "/orders", permission = "order:read")]
async fn orders() -> Result<NoContent> {
    Ok(NoContent)
}

/// One `Jwt` behind two applications, which share its memory.
#[derive(Clone)]
struct Shared(Arc<Jwt>);

impl Authenticator for Shared {
    fn name(&self) -> &'static str {
        "jwt"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        self.0.authenticate(presented)
    }

    fn challenge(&self) -> HeaderValue {
        self.0.challenge()
    }

    fn security_scheme(&self) -> Value {
        self.0.security_scheme()
    }
}

/// Lets everybody in with the roles, and narrowed to the scopes, of the back office.
struct Mistaken;

impl Authenticator for Mistaken {
    fn name(&self) -> &'static str {
        "mistaken"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        let table = back_office::Policy::TABLE;
        let identity = Identity::new("uma").with_roles(table.roles_named(["root", "clerk"]));
        Authentication::Decided(Ok(match presented.head.headers.get("x-narrow") {
            Some(_) => identity.narrowed_to(table.permissions_named(["order:refund"])),
            None => identity,
        }))
    }

    fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static("Mistaken")
    }

    fn security_scheme(&self) -> Value {
        json!({ "type": "apiKey", "in": "header", "name": "X-Mistaken" })
    }
}

fn shop_router(world: &World, authenticator: impl Authenticator) -> Router {
    let security = Security::builder().authenticate(authenticator).clock(world.clock.clone()).audit(world.trail.clone());
    let security = security.build().expect("a sound configuration");
    Actions::new(security, ()).mount(actions![who, orders]).into_router().expect("sound actions")
}

fn tokens() -> Shared {
    Shared(Arc::new(Jwt::hs256(KEY).issuer("https://id.example").audience("tests").scopes_claim("scope")))
}

#[tokio::test]
async fn a_role_of_another_policy_is_never_held() {
    let world = World::new();
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("tests");
    let router = shop_router(&world, tokens);
    let answer = call("GET", "/who").token(&world.token("uma", &["customer", "member"])).send(&router).await;
    let expected = json!({
        "customer": true, "root": false, "among": false, "named": ["customer", "member"], "named_there": [],
        "read": true, "cancel": true, "refund": false, "void": false,
    });
    assert_eq!(answer.json(), expected);
}

/// An authenticator that reads names with the tables of another policy gives its callers nothing.
#[tokio::test]
async fn an_identity_with_the_roles_of_another_policy_has_none() {
    let world = World::new();
    let router = shop_router(&world, Mistaken);
    call("GET", "/orders").send(&router).await.is_problem(403, "FORBIDDEN");
    let narrowed = call("GET", "/orders").header("x-narrow", "yes").send(&router).await;
    narrowed.is_problem(403, "FORBIDDEN");
    let answer = call("GET", "/who").send(&router).await.json();
    assert_eq!((&answer["customer"], &answer["read"], &answer["cancel"]), (&json!(false), &json!(false), &json!(false)));
}

#[tokio::test]
async fn trap_36_one_jwt_behind_two_applications_lets_nobody_in_by_position() {
    let world = World::new();
    let tokens = tokens();
    let shop = shop_router(&world, tokens.clone());
    let security = Security::builder().authenticate(tokens).clock(world.clock.clone()).audit(world.trail.clone());
    let security = security.build().expect("a sound configuration");
    let back_office = Actions::new(security, ()).mount(actions![vault]).into_router().expect("sound actions");

    let claims = |role| json!({ "sub": "uma", "roles": [role], "scope": "order:read vault:open" });
    let (customer, root) = (world.token_with(&claims("customer")), world.token_with(&claims("root")));
    // In either order, and again: what the one remembers is nothing to the other, and each remembers its own.
    for _ in 0..3 {
        assert_eq!(call("GET", "/orders").token(&customer).send(&shop).await.status, 204);
        call("GET", "/vault").token(&customer).send(&back_office).await.is_problem(403, "FORBIDDEN");
        assert_eq!(call("GET", "/vault").token(&root).send(&back_office).await.status, 204);
        call("GET", "/orders").token(&root).send(&shop).await.is_problem(403, "FORBIDDEN");
    }
}
