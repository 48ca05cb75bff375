//! Wherever a value stands, and whatever serde is told about its fields, the rule holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use secure_action::{Application, Json, Result, Visible, action, policy};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{CARD, Card, Directory, Page, claims, get};

/// serde's keys, on open fields and on others.
#[derive(Visible)]
#[visible(app = Directory)]
#[serde(rename = "Attributes", tag = "kind")]
pub(super) struct Keys {
    #[serde(rename = "open")]
    r#type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<u8>,
    #[serde(serialize_with = "hexadecimal")]
    #[schemars(with = "String")]
    number: u32,
    #[serde(skip)]
    never: u8,
    #[serde(flatten)]
    more: BTreeMap<&'static str, u8>,
    #[visible(permission = "ledger:read")]
    #[serde(rename = "closed")]
    closed_too: u8,
    #[visible(permission = "ledger:read")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    empty: Vec<u8>,
    #[visible(permission = "ledger:read")]
    #[serde(skip_serializing_if = "str::is_empty")]
    full: String,
    #[visible(permission = "ledger:read")]
    #[serde(serialize_with = "hexadecimal")]
    #[schemars(with = "String")]
    number_too: u32,
    #[visible(permission = "ledger:read")]
    #[serde(with = "hex")]
    #[schemars(with = "String")]
    number_as_well: u32,
    #[visible(permission = "ledger:read")]
    nothing: Option<u8>,
}

mod hex {
    pub(super) use super::hexadecimal as serialize;
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn hexadecimal<S: Serializer>(number: &u32, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{number:x}"))
}

/// Values in every place that a value can stand in.
#[derive(Serialize, JsonSchema)]
pub(super) struct Forms {
    keys: Keys,
    page: Page<Card>,
    choice: Choice,
    #[serde(flatten)]
    card: Card,
    inner: Outer,
    map: BTreeMap<&'static str, (Card, Option<Card>)>,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", content = "value")]
enum Choice {
    One(Card),
}

/// A value of which a field is one that has rules of its own.
#[derive(Visible)]
#[visible(app = Directory)]
struct Outer {
    #[visible(permission = "user:update", outright)]
    card: Card,
}

/// A value around others of its own type.
#[derive(Visible)]
#[visible(app = Directory)]
pub(super) struct Folder {
    #[visible(permission = "ledger:read")]
    number: u8,
    inside: Vec<Self>,
    #[visible(permission = "ledger:read")]
    beside: Option<Box<Self>>,
}

#[action(app = Directory, get = "/folders", auth)]
pub(super) async fn folders() -> Result<Json<Folder>> {
    let folder = |number| Folder { number, inside: Vec::new(), beside: None };
    Ok(Json(Folder { inside: vec![folder(2)], beside: Some(Box::new(folder(3))), ..folder(1) }))
}

#[tokio::test]
async fn the_rule_holds_for_values_inside_values_of_their_own_type() {
    assert_eq!(get("/folders", claims("eve", &["member"])).await, json!({ "inside": [{ "inside": [] }] }));
    let folder = |number: u8| json!({ "number": number, "inside": [], "beside": null });
    let all = json!({ "number": 1, "inside": [folder(2)], "beside": folder(3) });
    assert_eq!(get("/folders", claims("eve", &["clerk"])).await, all);
}

#[action(app = Directory, get = "/forms", auth)]
pub(super) async fn forms() -> Result<Json<Forms>> {
    let keys = Keys {
        r#type: 1,
        absent: None,
        number: 255,
        never: 9,
        more: BTreeMap::from([("flat", 2)]),
        closed_too: 3,
        empty: Vec::new(),
        full: "full".to_owned(),
        number_too: 254,
        number_as_well: 253,
        nothing: None,
    };
    Ok(Json(Forms {
        keys,
        page: Page { items: vec![CARD], total: 1 },
        choice: Choice::One(CARD),
        card: CARD,
        inner: Outer { card: CARD },
        map: BTreeMap::from([("pair", (CARD, Some(CARD)))]),
    }))
}

#[tokio::test]
async fn wherever_a_value_stands_the_rule_holds() {
    let expected = |keys: Value, card: Value, inner: Value| {
        let mut all = json!({
            "keys": keys,
            "page": { "items": [card], "total": 1 },
            "choice": { "type": "One", "value": card },
            "inner": inner,
            "map": { "pair": [card, card] },
        });
        all.as_object_mut().expect("an object").extend(card.as_object().expect("an object").clone());
        all
    };
    let open = json!({ "kind": "Attributes", "open": 1, "number": "ff", "flat": 2 });
    let mut all = open.clone();
    all.as_object_mut().expect("an object").extend(
        json!({ "closed": 3, "full": "full", "number_too": "fe", "number_as_well": "fd", "nothing": null })
            .as_object()
            .expect("an object")
            .clone(),
    );
    let name = json!({ "name": "uma" });
    let (mail, balance) = (json!({ "name": "uma", "mail": "uma@example.com" }), json!({ "name": "uma", "balance": -7 }));
    assert_eq!(get("/forms", claims("eve", &["member"])).await, expected(open.clone(), name, json!({})));
    assert_eq!(get("/forms", claims("eve", &["clerk"])).await, expected(all, balance, json!({})));
    assert_eq!(get("/forms", claims("eve", &["admin"])).await, expected(open, mail.clone(), json!({ "card": mail })));
}

/// Another application, whose permissions stand at the same positions.
mod other {
    use super::{Application, policy};

    policy! {
        resource door;
        role guest { door: open; }
        role host: guest { door: close; }
    }

    pub(super) struct House;

    impl Application for House {
        type State = ();
        type Policy = Policy;
    }
}

#[derive(Visible)]
#[visible(app = other::House)]
pub(super) struct Door {
    number: u8,
    #[visible(permission = "door:open")]
    code: u16,
}

#[action(app = Directory, get = "/elsewhere", auth)]
pub(super) async fn elsewhere() -> Result<Json<Door>> {
    Ok(Json(Door { number: 1, code: 4711 }))
}

#[tokio::test]
async fn roles_of_one_application_show_nothing_of_another() {
    assert_eq!(get("/elsewhere", claims("eve", &["member", "admin", "clerk"])).await, json!({ "number": 1 }));
}
