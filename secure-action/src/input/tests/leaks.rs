//! No refusal repeats a value.

use proptest::prelude::*;
use serde_json::Value;

use super::json_text::{Node, changed_order};
use super::*;
use crate::answer::Problem;

/// Stands in the place of every text, inside names that are not names, and in numbers.
const SENTINEL: &str = "Hunter 2!";
const NUMBER: &str = "86753091";

/// Everything that a refusal says, to the client, to the log and to the trail.
fn everything_said(refusal: &Refusal) -> String {
    let problem = Problem::of_refusal(refusal);
    let fields = serde_json::to_string(problem.errors).expect("JSON");
    format!("{fields} {:?} {:?} {} {} {refusal:?}", problem.detail, problem.internal, refusal.reason(), refusal.audit_reason())
}

fn assert_silent(refusal: &Refusal) {
    let said = everything_said(refusal);
    assert!(!said.contains("Hunter") && !said.contains("2!") && !said.contains(NUMBER), "{said}");
}

/// The same text, with the sentinel in every value, and in the names that no type has.
fn with_sentinels(node: Node) -> Node {
    match node {
        Node::Scalar(text) if text.starts_with('"') => Node::Scalar(format!("\"{SENTINEL}\"")),
        Node::Scalar(text) if text.starts_with(|first: char| first.is_ascii_digit()) => Node::Scalar(NUMBER.to_owned()),
        Node::Scalar(text) => Node::Scalar(text),
        Node::Array(items) => Node::Array(items.into_iter().map(with_sentinels).collect()),
        Node::Object(members) => Node::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let plain = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_lowercase());
                    (if plain { name } else { SENTINEL.to_owned() }, with_sentinels(value))
                })
                .collect(),
        ),
    }
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only validated")]
struct Rules {
    #[garde(email)]
    email: String,
    #[garde(url)]
    url: String,
    #[garde(pattern(r"^[a-z]+$"))]
    pattern: String,
    #[garde(ascii, alphanumeric, length(max = 3))]
    word: String,
    #[garde(contains("x"), prefix("x"), suffix("x"))]
    affix: String,
    #[garde(ip)]
    ip: String,
    #[garde(matches(word))]
    again: String,
    #[garde(range(max = 5))]
    number: u64,
    #[garde(dive)]
    rows: BTreeMap<String, Row>,
    #[garde(skip)]
    address: crate::input::Email,
    #[garde(skip)]
    link: crate::input::SafeUrl,
    #[garde(skip)]
    text: crate::input::PlainText,
}

#[test]
fn no_rule_repeats_what_it_rejects() {
    let text = serde_json::json!({
        "email": SENTINEL, "url": SENTINEL, "pattern": SENTINEL, "word": SENTINEL, "affix": SENTINEL, "ip": SENTINEL,
        "again": format!("{SENTINEL}{SENTINEL}"), "number": 86_753_091, "rows": {SENTINEL: {"id": 1, "amount": 86_753_091}},
        "address": "a@example.com", "link": "https://example.com", "text": "x",
    });
    let refusal = read::json::<Rules>(text.to_string().as_bytes()).expect_err("nothing fits");
    assert_silent(&refusal);
    let told = told(refusal);
    assert_eq!(told.len(), 9, "{told:?}");
    assert_eq!(told["rows.*.amount"], ["greater than 100"]);

    for (field, message) in
        [("address", "not a valid e-mail address"), ("link", "not a valid web address"), ("text", "not a valid text")]
    {
        let mut text = text.clone();
        text[field] = format!("{SENTINEL}\u{1b}").into();
        let refusal = read::json::<Rules>(text.to_string().as_bytes()).expect_err("nothing fits");
        assert_silent(&refusal);
        assert!(self::told(refusal)[field][0].starts_with(message));
    }
}

proptest! {
    #[test]
    fn no_refusal_of_json_repeats_a_value(sent in changed_order()) {
        let text = with_sentinels(sent).text(false);
        for refusal in [read::json::<Order>(text.as_bytes()).err(), read::json::<Rules>(text.as_bytes()).err()].iter().flatten() {
            assert_silent(refusal);
        }
    }

    #[test]
    fn no_refusal_of_a_form_repeats_a_value(names in prop::collection::vec("[a-z]{3,8}|title|count|gift|shape|tags|number|email", 0..8)) {
        let fields: Vec<_> = names.iter().map(|name| format!("{name}=Hunter+2!&Hunter%202!={NUMBER}")).collect();
        let form = fields.join("&");
        for refusal in [read::pairs::<Order>(form.as_bytes()).err(), read::pairs::<Rules>(form.as_bytes()).err()].iter().flatten() {
            assert_silent(refusal);
        }
    }
}

#[test]
fn a_name_that_is_not_a_name_is_not_repeated() {
    for name in [SENTINEL, "<script>", "a.b", "a b", "\u{202e}x", &"x".repeat(65), ""] {
        let text = Value::from_iter([("id", Value::from(1)), (name, Value::from(2))]).to_string();
        assert_told(json::<Row>(&text), &[("*", "unknown field")]);
    }
}
