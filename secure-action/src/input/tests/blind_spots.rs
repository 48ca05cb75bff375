//! What serde reads from a buffer, where it ignores unknown fields: flattened structs and enums without an outer tag.

use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Search {
    text: String,
    #[serde(flatten)]
    page: Page,
    #[serde(flatten)]
    order: Option<Sorting>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Page {
    after: String,
    before: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Sorting {
    by: String,
}

#[test]
fn unknown_fields_beside_flattened_ones_are_refused() {
    let page = || Page { after: "a".to_owned(), before: None };
    let search = |order| Search { text: "x".to_owned(), page: page(), order };
    assert_eq!(json(r#"{"text":"x","after":"a"}"#), Ok(search(None)));
    assert_eq!(json(r#"{"text":"x","after":"a","by":"n"}"#), Ok(search(Some(Sorting { by: "n".to_owned() }))));
    assert_told(json::<Search>(r#"{"text":"x","after":"a","admin":true}"#), &[("admin", "unknown field")]);
    assert_told(json::<Search>(r#"{"text":"x","after":"a","after":"b"}"#), &[("after", "given more than once")]);
    assert_eq!(form("text=x&after=a"), Ok(search(None)));
    assert_told(form::<Search>("text=x&after=a&admin=1&role=2"), &[("admin", "unknown field"), ("role", "unknown field")]);
}

#[test]
fn a_flattened_map_takes_the_rest() {
    #[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
    #[garde(allow_unvalidated)]
    struct Labels {
        name: String,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }

    let rest = BTreeMap::from([("colour".to_owned(), "red".to_owned())]);
    assert_eq!(json(r#"{"name":"x","colour":"red"}"#), Ok(Labels { name: "x".to_owned(), rest }));
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Transfer {
    source: Source,
    target: Target,
    #[serde(default)]
    extra: serde_json::Value,
}

/// Tagged inside.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Source {
    Cash,
    Card { number: String },
    Wire { bank: Bank },
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Bank {
    name: String,
}

/// Not tagged at all.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Target {
    Id(u32),
    Named { name: String },
    Split { parts: Vec<Bank> },
}

#[test]
fn unknown_fields_of_buffered_enums_are_refused() {
    let read = |source: serde_json::Value, target: serde_json::Value| {
        json::<Transfer>(&json!({ "source": source, "target": target, "extra": {"anything": [1]} }).to_string())
    };
    let cash = || json!({ "kind": "cash" });
    for (source, target) in [
        (cash(), json!(7)),
        (json!({ "kind": "card", "number": "1" }), json!({ "name": "x" })),
        (json!({ "kind": "wire", "bank": { "name": "x" } }), json!({ "parts": [{ "name": "x" }] })),
    ] {
        assert!(read(source.clone(), target.clone()).is_ok(), "{source} {target}");
    }
    for (source, target, path) in [
        (json!({ "kind": "cash", "number": "1" }), json!(7), "source.number"),
        (json!({ "kind": "card", "number": "1", "admin": 1 }), json!(7), "source.admin"),
        (json!({ "kind": "wire", "bank": { "name": "x", "admin": 1 } }), json!(7), "source.bank.admin"),
        (cash(), json!({ "name": "x", "admin": 1 }), "target.admin"),
    ] {
        assert_told(read(source, target), &[(path, "unknown field")]);
    }
    // Nor do arrays pass for objects: nothing in them has a name by which it would be redacted.
    for (source, target, path) in [
        (json!(["cash"]), json!(7), "source"),
        (json!(["card", "1"]), json!(7), "source"),
        (json!({ "kind": "wire", "bank": ["x"] }), json!(7), "source.bank"),
    ] {
        assert_told(read(source, target), &[(path, "expected an object")]);
    }
}
