//! Who reads while an answer is being written: whoever the answer is for, whatever happens in the middle of it.

use axum::Router;
use futures_util::FutureExt;
use schemars::JsonSchema;
use secure_action::{Caller, Json, Result, Visible, action};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{CARD, Card, Directory, claims, get, router};
use crate::world::{World, call};

/// Not even those who may see it get it: it panics.
#[derive(JsonSchema)]
pub(super) struct Panicking;

impl Serialize for Panicking {
    fn serialize<S: Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
        panic!("a value that panics while it is written")
    }
}

#[derive(Visible)]
#[visible(app = Directory)]
pub(super) struct Bomb {
    #[visible(permission = "ledger:read")]
    fuse: Panicking,
}

#[action(app = Directory, get = "/bomb", auth)]
pub(super) async fn bomb() -> Result<Json<Bomb>> {
    Ok(Json(Bomb { fuse: Panicking }))
}

/// What somebody else is answered, asked for while this is written.
#[derive(JsonSchema)]
pub(super) struct Asked(&'static str);

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let answer = call("GET", self.0).send(&router(false)).now_or_never().expect("nothing to wait for");
        answer.json().serialize(serializer)
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Relayed {
    before: Card,
    nobody: Asked,
    after: Card,
}

#[action(app = Directory, get = "/relayed", public)]
pub(super) async fn relayed(_: Option<Caller>) -> Result<Json<Relayed>> {
    Ok(Json(Relayed { before: CARD, nobody: Asked("/cards/1"), after: CARD }))
}

async fn ask(router: &Router, path: &str, claims: &Option<Value>) -> crate::world::Answer {
    let request = call("GET", path);
    let request = match claims {
        Some(claims) => request.token(&World::new().token_with(claims)),
        None => request,
    };
    request.send(router).await
}

/// On one thread, one after the other.
#[tokio::test]
async fn a_panic_in_the_middle_leaves_nobody_reading() {
    let router = router(false);
    let clerk = claims("eve", &["clerk"]);
    ask(&router, "/bomb", &clerk).await.is_problem(500, "INTERNAL_ERROR");
    assert_eq!(ask(&router, "/cards/1", &None).await.json(), json!({ "name": "uma" }));
    assert_eq!(serde_json::to_value(CARD).expect("JSON"), json!({ "name": "uma" }));
    // Whoever may not see it does not get that far.
    assert_eq!(ask(&router, "/bomb", &claims("eve", &["member"])).await.json(), json!({}));
}

#[tokio::test]
async fn an_answer_for_nobody_in_the_middle_of_one_for_somebody_is_for_nobody() {
    let (name, all) = (json!({ "name": "uma" }), json!({ "name": "uma", "balance": -7 }));
    let seen = get("/relayed", claims("eve", &["clerk"])).await;
    assert_eq!(seen, json!({ "before": all, "nobody": name, "after": all }));
}
