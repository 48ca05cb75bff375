//! Inputs through their readers: what is accepted, what is refused, and what a refusal says.

mod at_once;
mod blind_spots;
mod forms;
mod json_text;
mod leaks;
mod messages;
mod names;
mod plain_serde;

use std::collections::BTreeMap;

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InputType, read};
use crate::error::Refusal;

/// What a client learns: messages by path, or for a text that cannot be read its detail under `""`.
type Told = BTreeMap<String, Vec<String>>;

fn told(mut refusal: Refusal) -> Told {
    let detail = refusal.detail().map(|detail| (String::new(), vec![detail.to_owned()]));
    let fields = refusal.take_fields();
    let fields = fields.iter().map(|(path, messages)| (path.to_owned(), messages.iter().map(ToString::to_string).collect()));
    fields.chain(detail).collect()
}

fn json<T: InputType>(text: &str) -> Result<T, Told> {
    read::json(text.as_bytes()).map_err(told)
}

fn form<T: InputType>(text: &str) -> Result<T, Told> {
    read::pairs(text.as_bytes()).map_err(told)
}

/// Asserts that `refused` names exactly these paths with these messages.
#[track_caller]
fn assert_told<T>(refused: Result<T, Told>, expected: &[(&str, &str)]) {
    let told = refused.err().expect("a refusal");
    let mut told: Vec<_> =
        told.iter().flat_map(|(path, messages)| messages.iter().map(move |message| (&**path, &**message))).collect();
    let mut expected = expected.to_vec();
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
}

/// Something of everything that a derived type can contain.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct Order {
    title: String,
    count: u8,
    delta: i64,
    weight: f64,
    gift: bool,
    letter: Option<char>,
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    shape: Shape,
    #[garde(dive)]
    address: Option<Address>,
    #[garde(dive)]
    rows: Vec<Row>,
    pair: (u16, String),
    stock: BTreeMap<String, i32>,
    levels: BTreeMap<u16, bool>,
    #[serde(default)]
    any: serde_json::Value,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Shape {
    #[default]
    Point,
    Dot,
    Circle(u32),
    Line(i8, i8),
    Rectangle {
        width: u32,
        height: Option<u32>,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct Address {
    #[garde(length(chars, min = 1, max = 20))]
    street: String,
    zip: Zip,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
struct Zip(u32);

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct Row {
    id: u32,
    #[garde(range(max = 100))]
    #[serde(default)]
    amount: u32,
}
