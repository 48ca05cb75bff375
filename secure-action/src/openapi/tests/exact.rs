//! What the readers refuse is in the document, where the types' own schemas do not say it.

use std::collections::BTreeMap;

use axum::Json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::input::sanitize;

#[derive(Deserialize, Serialize, JsonSchema)]
struct Inner {
    a: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind")]
#[expect(dead_code, reason = "only its schema is read")]
enum Tagged {
    Inner(Inner),
    Number { count: u8 },
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Flattened {
    q: u8,
    #[serde(flatten)]
    tagged: Tagged,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Nested {
    name: String,
    inner: Option<Inner>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Flat {
    name: Option<String>,
    ages: Vec<u8>,
    size: Size,
}

#[derive(Deserialize, JsonSchema)]
enum Size {
    /// Not large.
    Small,
    Large,
}

#[derive(Deserialize, JsonSchema, garde::Validate)]
#[expect(dead_code, reason = "only its schema is read")]
struct Texts {
    #[garde(skip)]
    free: String,
    #[garde(pattern("^[a-z]+$"))]
    word: String,
    #[garde(pattern("^[^<>]+$"))]
    plain: String,
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 1, max = 9))]
    title: String,
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 3), pattern("^[a-z ]+$"))]
    slug: String,
    #[garde(skip)]
    id: i64,
    #[garde(skip)]
    map: BTreeMap<String, String>,
}

fn of<T: JsonSchema + Send>() -> Value {
    let document =
        document_of(&[(leak(action(Method::Post, "/", AUTHENTICATED, &[argument::<Body<T>>()])), answering::<Json<u8>>())]);
    document["components"]["schemas"].clone()
}

fn media_types<T: JsonSchema + Send>() -> Value {
    let document =
        document_of(&[(leak(action(Method::Post, "/", AUTHENTICATED, &[argument::<Body<T>>()])), answering::<Json<u8>>())]);
    document["paths"]["/"]["post"]["requestBody"]["content"].clone()
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn objects_that_clients_send_are_closed_and_those_that_they_get_are_not() {
    let schemas = of::<Nested>();
    assert_eq!(
        (&schemas["Nested"]["additionalProperties"], &schemas["Inner"]["additionalProperties"]),
        (&json!(false), &json!(false))
    );
    let answered = document_of(&[(leak(action(Method::Get, "/", AUTHENTICATED, &[])), answering::<Json<Inner>>())]);
    assert_eq!(answered["components"]["schemas"]["Inner"].get("additionalProperties"), None);
}

#[test]
fn an_object_in_parts_is_closed_as_a_whole() {
    let schemas = of::<Flattened>();
    let flattened = &schemas["Flattened"];
    assert_eq!((flattened.get("additionalProperties"), &flattened["unevaluatedProperties"]), (None, &json!(false)));
    let [inner, number] = [0, 1].map(|choice| &flattened["oneOf"][choice]);
    // A reference would lead to an object that is closed without `kind`.
    assert_eq!((inner.get("$ref"), &inner["allOf"][0]["properties"]["a"]["type"]), (None, &json!("string")));
    assert_eq!((inner["allOf"][0].get("additionalProperties"), number.get("additionalProperties")), (None, None));

    let tagged = &of::<Tagged>()["Tagged"];
    assert_eq!(tagged["oneOf"][0]["unevaluatedProperties"], false);
    assert_eq!(tagged["oneOf"][1]["additionalProperties"], false);
}

#[test]
fn a_null_character_and_what_is_trimmed_away_are_told_by_patterns() {
    let texts = &of::<Texts>()["Texts"]["properties"];
    let any = r"^[^\u0000]*$";
    assert_eq!(texts["free"], json!({ "type": "string", "pattern": any }));
    assert_eq!(texts["word"], json!({ "type": "string", "pattern": "^[a-z]+$" }));
    assert_eq!(
        texts["plain"],
        json!({ "type": "string", "pattern": "^[^<>]+$", "allOf": [{ "type": "string", "pattern": any }] })
    );
    assert_eq!(texts["map"]["propertyNames"], json!({ "pattern": any }));
    for (field, text, fits) in [
        ("title", "a", true),
        ("title", " a ", true),
        ("title", "", false),
        ("title", " \u{a0}\u{3000}\n", false),
        ("title", "a\0", false),
        ("title", "  123456789  ", true),
        ("title", "  1 2 4 6 8 0  ", false),
        ("slug", " a b ", true),
        ("slug", " a  ", false),
        ("slug", "ab", false),
        ("slug", "abc", true),
        ("slug", "\u{a0}abc", true),
        ("slug", "aBc", false),
    ] {
        assert_eq!(matches(&texts[field], text), fits, "{field}: {text:?}: {}", texts[field]);
    }
    assert_eq!((&texts["id"]["minimum"], &texts["id"]["maximum"]), (&json!(i64::MIN), &json!(i64::MAX)));
}

/// Whether a text matches every pattern of a schema.
fn matches(schema: &Value, text: &str) -> bool {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let patterns = parts.chain([schema]).filter_map(|part| part["pattern"].as_str());
    let mut all = patterns.map(|pattern| garde::rules::pattern::regex::Regex::new(pattern).unwrap().is_match(text));
    all.all(|matched| matched)
}

#[test]
fn a_parameter_of_a_path_is_one_name() {
    let operation = leak(action(Method::Get, "/{name}", AUTHENTICATED, &[argument::<PathOf<String>>()]));
    let document = document_of(&[(operation, answering::<Json<u8>>())]);
    let schema = &document["paths"]["/{name}"]["get"]["parameters"][0]["schema"];
    for (text, fits) in [
        ("a", true),
        (".a", true),
        ("..a", true),
        ("...", true),
        ("group/project", true),
        ("a.b", true),
        ("", false),
        (".", false),
        ("..", false),
        ("../a", false),
        ("a/", false),
        ("/a", false),
        ("a\\..", false),
        ("a\u{85}", false),
        ("a\0", false),
    ] {
        assert_eq!(matches(schema, text), fits, "{text:?}");
    }
}

#[test]
fn a_form_is_documented_where_it_can_carry_the_input() {
    assert_eq!(media_types::<Nested>().as_object().unwrap().keys().collect::<Vec<_>>(), ["application/json"]);
    for none in [media_types::<Tagged>(), media_types::<Flattened>(), media_types::<Vec<u8>>(), media_types::<Value>()] {
        assert_eq!(none.get(FORM), None, "{none}");
    }
    assert_eq!(media_types::<BTreeMap<String, u8>>()[FORM]["schema"]["additionalProperties"]["type"], "integer");
    // A form has no null.
    let flat = media_types::<Flat>();
    assert_eq!(flat["application/json"]["schema"], json!({ "$ref": "#/components/schemas/Flat" }));
    let form = &flat[FORM]["schema"];
    assert_eq!((&form["properties"]["name"]["type"], &form["additionalProperties"]), (&json!("string"), &json!(false)));
    assert_eq!(form["properties"]["size"], json!({ "$ref": "#/components/schemas/Size" }));
}
