//! The strict reader against serde_json: the same values, and more refusals only where they are meant.

use proptest::prelude::*;
use serde_json::Value;

use super::json_text::{changed_order, node, order};
use super::*;

/// Whether every object that the type knows was written as one: serde also reads a struct from an array of its fields.
fn objects_are_objects(sent: &Value, known: &Value) -> bool {
    match (sent, known) {
        (Value::Object(sent), Value::Object(known)) => {
            sent.iter().all(|(name, value)| known.get(name).is_none_or(|known| objects_are_objects(value, known)))
        }
        (_, Value::Object(_)) => false,
        (Value::Array(sent), Value::Array(known)) => {
            sent.iter().zip(known).all(|(sent, known)| objects_are_objects(sent, known))
        }
        _ => true,
    }
}

/// What serde_json makes of a text, if it has the only meaning that the text can have.
fn plainly(text: &str) -> Option<Order> {
    let order: Order = serde_json::from_str(text).ok()?;
    let known = serde_json::to_value(&order).ok()?;
    objects_are_objects(&serde_json::from_str(text).ok()?, &known).then_some(order)
}

proptest! {
    #[test]
    fn what_a_type_writes_is_read(order in order(), escape: bool) {
        let node = json_text::Node::of(&serde_json::to_value(&order).expect("JSON"));
        let text = node.text(escape);
        // Numbers as keys are written without escapes in the plain reader; ours reads any spelling of a name.
        prop_assert_eq!(json::<Order>(&text).ok(), (!node.has_null()).then_some(order), "{}", text);
    }

    #[test]
    fn accepts_what_serde_accepts_and_refuses_what_it_refuses(sent in changed_order(), escape: bool) {
        // serde_json does not unescape names that it reads as numbers.
        let escape = escape && !sent.text(false).contains("\"levels\"");
        let text = sent.text(escape);
        let plain = plainly(&text).filter(|order| sent.names_are_unique() && !sent.has_null() && order.validate().is_ok());
        prop_assert_eq!(json::<Order>(&text).ok(), plain, "{}", text);
    }

    #[test]
    fn any_value_is_read_as_serde_reads_it(sent in node(), escape: bool) {
        let text = sent.text(escape);
        let plain = serde_json::from_str::<Value>(&text).ok().filter(|_| sent.names_are_unique() && !sent.has_null());
        let ours = json::<Anything>(&format!(r#"{{"any":{text}}}"#)).ok().map(|anything| anything.any);
        prop_assert_eq!(ours, plain, "{}", text);
    }

    #[test]
    fn bytes_get_an_answer(bytes: Vec<u8>) {
        if let Ok(order) = read::json::<Order>(&bytes) {
            prop_assert_eq!(serde_json::from_slice::<Order>(&bytes).ok(), Some(order));
        }
    }

    #[test]
    fn a_text_cut_or_spoilt_anywhere_gets_an_answer(sent in changed_order(), at: prop::sample::Index, byte: u8) {
        let mut bytes = sent.text(false).into_bytes();
        let at = at.index(bytes.len());
        let cut = read::json::<Order>(&bytes[..at]);
        prop_assert!(cut.is_err());
        bytes[at] = byte;
        if let Ok(order) = read::json::<Order>(&bytes) {
            prop_assert_eq!(serde_json::from_slice::<Order>(&bytes).ok(), Some(order));
        }
    }
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Anything {
    any: Value,
}

#[test]
fn a_struct_is_not_read_from_an_array() {
    // Nothing in an array has a name by which a secret would be redacted.
    assert_told(json::<Row>("[1,2]"), &[("*", "expected an object")]);
    assert_told(json::<Address>(r#"["Main Street",12345]"#), &[("*", "expected an object")]);
    assert_told(json::<ShapeOnly>(r#"{"shape":{"rectangle":[1,2]}}"#), &[("shape.rectangle", "expected an object")]);
    assert_eq!(json(r#"{"shape":{"line":[1,2]}}"#), Ok(ShapeOnly { shape: Shape::Line(1, 2) }));
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct ShapeOnly {
    shape: Shape,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Texts {
    any: Vec<String>,
}

#[test]
fn a_null_character_is_in_no_text() {
    // PostgreSQL refuses it, which would be a 500, and C libraries take it for the end of the text.
    assert_told(json::<Anything>(r#"{"any":["a\u0000b"]}"#), &[("any[0]", "contains a null character")]);
    assert_told(json::<Anything>(r#"{"any":{"a\u0000b":1}}"#), &[("any.*", "contains a null character")]);
    assert_told(form::<Texts>("any=a&any=%00"), &[("any[1]", "contains a null character")]);
    assert_told(form::<Texts>("any=a&%00=a"), &[("*", "unknown field")]);
}

#[test]
fn nesting_has_an_end() {
    let nested = |depth: usize| format!(r#"{{"any":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    assert!(json::<Anything>(&nested(31)).is_ok());
    for depth in [32, 127, 128, 10_000] {
        assert_told(json::<Anything>(&nested(depth)), &[("", "the body is nested too deeply")]);
    }
}
