//! Types whose reading fails in words of their own: each of their faults is told with all others, by path, and without the value.

use std::sync::atomic::{AtomicUsize, Ordering};

use garde::Validate;
use http::StatusCode;
use jiff::civil::Date;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::world::{App, World, call};

/// How often a [`Number`] has been read.
static READ: AtomicUsize = AtomicUsize::new(0);

/// A number, whose reading is counted.
struct Number;

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        READ.fetch_add(1, Ordering::Relaxed);
        u8::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[expect(dead_code, reason = "only read")]
struct Large {
    #[schemars(with = "Vec<u8>")]
    numbers: Vec<Number>,
    #[schemars(with = "Vec<String>")]
    when: Vec<Date>,
}

#[action(app = App, post = "/large", public, body_limit = "2MB")]
async fn take(_input: Input<Large>) -> Result<NoContent> {
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[expect(dead_code, reason = "only read")]
struct Holiday {
    #[schemars(with = "String")]
    from: Date,
    #[schemars(with = "String")]
    until: Date,
    kind: Kind,
    #[serde(default)]
    stays: Vec<Stay>,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    free: Vec<Date>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only read")]
struct Stay {
    #[schemars(with = "String")]
    night: Date,
    beds: u8,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Sea,
    Mountains,
}

#[action(app = App, post = "/holidays", public)]
async fn plan(_input: Input<Holiday>) -> Result<NoContent> {
    Ok(NoContent)
}

async fn errors(media_type: &'static str, body: String) -> Value {
    let world = World::new();
    let router = world.router(actions![plan]);
    let answer = call("POST", "/holidays").body(media_type, body).send(&router).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    assert!(!answer.body.contains("hunter2"), "{answer:?}");
    answer.json()["errors"].clone()
}

const WRONG: [&str; 1] = ["not an acceptable value"];

#[tokio::test]
async fn all_are_told_beside_what_the_schema_knows() {
    let body = json!({
        "from": "hunter2",
        "until": "2026-02-30",
        "kind": "city",
        "admin": true,
        "stays": [
            { "night": "2026-01-01", "beds": 2 },
            { "night": "tomorrow", "beds": 2 },
            { "night": "hunter2", "beds": "two" },
            { "beds": 1 },
            { "night": "never", "beds": 1 },
        ],
        "free": ["2026-01-01", "hunter2", "2026-01-02", "hunter2"],
    });
    let expected = json!({
        "from": WRONG,
        "until": WRONG,
        "kind": ["expected one of `sea`, `mountains`"],
        "admin": ["unknown field"],
        "stays[1].night": WRONG,
        "stays[2].night": WRONG,
        "stays[2].beds": ["expected an integer"],
        "stays[3].night": ["required"],
        "stays[4].night": WRONG,
        "free[1]": WRONG,
        "free[3]": WRONG,
    });
    assert_eq!(errors("application/json", body.to_string()).await, expected);
}

#[tokio::test]
async fn so_are_those_of_a_form() {
    let form = "from=hunter2&until=2026-02-30&kind=city&admin=1&free=hunter2";
    let expected = json!({
        "from": WRONG,
        "until": WRONG,
        "kind": ["expected one of `sea`, `mountains`"],
        "admin": ["unknown field"],
        "free[0]": WRONG,
    });
    assert_eq!(errors("application/x-www-form-urlencoded", form.to_owned()).await, expected);
}

/// Reading again has an end, however many faults there are.
#[tokio::test]
async fn a_flood_of_them_is_cut() {
    let days = vec!["hunter2"; 5000];
    let body = json!({ "from": "2026-01-01", "until": "2026-01-02", "kind": "sea", "free": days });
    let errors = errors("application/json", body.to_string()).await;
    assert!((8..=100).contains(&errors.as_object().map_or(0, serde_json::Map::len)), "{errors}");
}

/// A large body is read again once, not for each of its faults.
#[tokio::test]
async fn a_large_one_costs_little_more_than_a_good_one() {
    const NUMBERS: usize = 500_000;

    let world = World::new();
    let router = world.router(actions![take]);
    let body = json!({ "numbers": vec![7; NUMBERS], "when": vec!["hunter2"; 1000] });
    call("POST", "/large").body("application/json", body.to_string()).send(&router).await.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(READ.load(Ordering::Relaxed), 2 * NUMBERS);
}
