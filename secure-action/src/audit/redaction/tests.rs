//! Redaction by type and by key, and what is cut off.

use proptest::prelude::*;
use schemars::{JsonSchema, Schema as JsonSchemaDocument, SchemaGenerator, schema_for};
use serde_json::json;

use super::*;
use crate::audit::marks::{REDACTED, TRUNCATED};

/// Says that it is secret the way `Secret<T>` does.
struct Hidden;

impl JsonSchema for Hidden {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hidden".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaDocument {
        schemars::json_schema!({"type": "string", "writeOnly": true, "x-secret": true})
    }
}

fn redacted(schema: &Value, mut value: Value) -> Value {
    Redaction::from_schema(schema).apply(&mut value);
    value
}

fn redacted_as<T: JsonSchema>(value: Value) -> Value {
    redacted(&serde_json::to_value(schema_for!(T)).unwrap(), value)
}

#[test]
fn what_the_type_calls_secret_is_hidden_under_any_name_and_at_any_depth() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema matters")]
    struct Account {
        name: String,
        word: Hidden,
        maybe: Option<Hidden>,
        several: Vec<Hidden>,
        pair: (u8, Hidden),
        by_name: std::collections::BTreeMap<String, Hidden>,
        children: Vec<Self>,
        method: Method,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema matters")]
    enum Method {
        None,
        Card { holder: String, digits: Hidden },
        Code(Hidden),
    }

    let child = json!({"name": "b", "word": "s", "children": [{"word": "s", "name": "c"}]});
    let value = json!({
        "name": "a", "word": "s", "maybe": "s", "several": ["s", "s"], "pair": [1, "s"], "by_name": {"x": "s"},
        "children": [child], "method": {"Card": {"holder": "h", "digits": "s"}},
    });
    let child = json!({"name": "b", "word": REDACTED, "children": [{"word": REDACTED, "name": "c"}]});
    let expected = json!({
        "name": "a", "word": REDACTED, "maybe": REDACTED, "several": [REDACTED, REDACTED], "pair": [1, REDACTED],
        "by_name": {"x": REDACTED}, "children": [child], "method": {"Card": {"holder": "h", "digits": REDACTED}},
    });
    assert_eq!(redacted_as::<Account>(value), expected);
    assert_eq!(redacted_as::<Method>(json!({"Code": "s"})), json!({"Code": REDACTED}));
}

#[test]
fn a_secret_of_the_vault_is_hidden() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema matters")]
    struct SignUp {
        name: String,
        #[serde(rename = "word")]
        chosen: crate::vault::Secret<String>,
        #[serde(default)]
        digits: Option<crate::vault::Secret<u32>>,
    }

    let value = json!({"name": "a", "word": "s", "digits": 1234});
    assert_eq!(redacted_as::<SignUp>(value), json!({"name": "a", "word": REDACTED, "digits": REDACTED}));
}

#[test]
fn a_tagged_variant_is_found_among_its_alternatives() {
    #[derive(JsonSchema)]
    #[serde(tag = "kind")]
    #[expect(dead_code, reason = "only the schema matters")]
    enum Proof {
        Hardware { serial: String },
        Word { text: Hidden },
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema matters")]
    struct SignIn {
        user: String,
        #[serde(flatten)]
        proof: Proof,
    }

    let value = json!({"user": "u", "kind": "Word", "text": "s"});
    assert_eq!(redacted_as::<SignIn>(value)["text"], REDACTED);
    let value = json!({"kind": "Hardware", "serial": "n"});
    assert_eq!(redacted_as::<Proof>(value.clone()), value);
}

#[test]
fn a_value_of_another_shape_than_the_schema_is_hidden_whole() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema matters")]
    struct SignIn {
        user: String,
        word: Hidden,
    }

    // serde reads a struct from an array, an alias from a name that is in no schema.
    assert_eq!(redacted_as::<SignIn>(json!(["u", "s"])), json!(REDACTED));
    assert_eq!(redacted_as::<SignIn>(json!("u:s")), json!(REDACTED));
    assert_eq!(redacted_as::<SignIn>(json!({"user": "u", "alias": "s"})), json!({"user": "u", "alias": REDACTED}));
    assert_eq!(redacted_as::<Vec<SignIn>>(json!([["u", "s"]])), json!([REDACTED]));
    // Without a secret in the type there is nothing to hide.
    assert_eq!(redacted_as::<Vec<String>>(json!({"a": ["u"]})), json!({"a": ["u"]}));
}

#[test]
fn keywords_that_carry_a_secret() {
    let secret = json!({"x-secret": true});
    let (inner, hidden) = (json!({"a": "s"}), json!({"a": REDACTED}));
    for schema in [
        json!({"properties": {"a": secret}}),
        json!({"properties": {"a": {"writeOnly": true}}}),
        json!({"properties": {"a": {"format": "password"}}}),
        json!({"additionalProperties": secret}),
        json!({"patternProperties": {"^a$": secret}}),
        json!({"unevaluatedProperties": secret}),
        json!({"allOf": [{"properties": {"a": secret}}]}),
        json!({"anyOf": [{"type": "string"}, {"properties": {"a": secret}}]}),
        json!({"oneOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": secret}}]}),
        json!({"if": true, "then": {"properties": {"a": secret}}}),
        json!({"dependentSchemas": {"b": {"properties": {"a": secret}}}}),
        json!({"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"a": secret}}}}),
        json!({"properties": {"a": {"$ref": "#/components/schemas/S"}}, "components": {"schemas": {"S": secret}}}),
        json!({"properties": {"a": {"$ref": "https://example.com/schema"}}}),
        json!({"properties": {"a": {"$ref": "#/$defs/Missing"}}}),
        json!({"properties": {"a": {"$ref": "#/$defs/x~1y"}}, "$defs": {"x/y": secret}}),
    ] {
        assert_eq!(redacted(&schema, inner.clone()), hidden, "{schema}");
    }
    for (schema, value, expected) in [
        (json!({"items": secret}), json!(["s"]), json!([REDACTED])),
        (json!({"prefixItems": [{}, secret]}), json!([1, "s", "t"]), json!([1, REDACTED, REDACTED])),
        (json!({"prefixItems": [{}], "items": secret}), json!([1, "s"]), json!([1, REDACTED])),
        (json!({"contains": secret}), json!(["s"]), json!([REDACTED])),
        (secret, json!({"a": [1]}), json!(REDACTED)),
        (json!({"properties": {"a": {"x-secret": false}}}), json!({"a": "b"}), json!({"a": "b"})),
        (json!(true), json!({"a": "b"}), json!({"a": "b"})),
        (json!("no schema"), json!({"a": "b"}), json!({"a": "b"})),
    ] {
        assert_eq!(redacted(&schema, value), expected, "{schema}");
    }
}

#[test]
fn recursive_schemas_end() {
    let value = json!({"next": {"next": {"a": "s", "b": null}}});
    for schema in
        [json!({"$ref": "#"}), json!({"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}})]
    {
        assert_eq!(redacted(&schema, value.clone()), value, "{schema}");
    }
    let schema = json!({"allOf": [{"$ref": "#"}], "properties": {"next": {"$ref": "#"}, "a": {"x-secret": true}}});
    assert_eq!(redacted(&schema, value), json!({"next": {"next": {"a": REDACTED, "b": REDACTED}}}));
}

#[test]
fn trap_16_keys_hide_where_types_do_not() {
    let mut value = json!({
        "monkey": 1, "pwd": 2, "nested": [{"userPwd": {"any": "shape"}, "keyboard": "qwertz"}],
        "API-Key": null, "tokenizer": "bpe", "credit_card": ["4111"],
    });
    Redaction::BY_KEY.apply(&mut value);
    let expected = json!({
        "monkey": 1, "pwd": REDACTED, "nested": [{"userPwd": REDACTED, "keyboard": "qwertz"}],
        "API-Key": REDACTED, "tokenizer": "bpe", "credit_card": REDACTED,
    });
    assert_eq!(value, expected);
}

#[test]
fn long_texts_are_cut_and_marked() {
    let mut value = json!("é".repeat(LONGEST_TEXT + 1));
    Redaction::BY_KEY.apply(&mut value);
    assert_eq!(value, json!(format!("{}{TRUNCATED}", "é".repeat(LONGEST_TEXT))));
    let mut value = json!("é".repeat(LONGEST_TEXT));
    Redaction::BY_KEY.apply(&mut value);
    assert_eq!(value, json!("é".repeat(LONGEST_TEXT)));
}

#[test]
fn deep_values_are_cut_and_marked() {
    let mut value = json!("bottom");
    for _ in 0..100 {
        value = json!([value]);
    }
    Redaction::BY_KEY.apply(&mut value);
    let text = value.to_string();
    assert_eq!(text, format!("{}\"{TRUNCATED}\"{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST)));
}

#[test]
fn wide_values_are_cut_and_marked() {
    let mut value = json!(vec!["0123456789"; 10_000]);
    Redaction::BY_KEY.apply(&mut value);
    let items = value.as_array().unwrap();
    assert!(items.len() < MOST_CONTENT);
    assert_eq!(items.last().unwrap(), TRUNCATED);

    let mut value = Value::Object((0..10_000).map(|number| (format!("key{number}"), json!(number))).collect());
    Redaction::BY_KEY.apply(&mut value);
    let members = value.as_object().unwrap();
    assert!(members.len() < MOST_CONTENT / 8);
    assert_eq!(members[TRUNCATED], true);

    let mut value = json!({"k".repeat(100_000): 1});
    Redaction::BY_KEY.apply(&mut value);
    assert_eq!(value, json!({TRUNCATED: true}));
}

proptest! {
    #[test]
    fn a_compiled_schema_never_shows_its_secret(depth in 0_usize..8, wrap in proptest::collection::vec(0_u8..5, 8)) {
        let (mut schema, mut value) = (json!({"x-secret": true}), json!("s3cret"));
        for kind in wrap.iter().take(depth) {
            (schema, value) = match kind {
                0 => (json!({"properties": {"a": schema}}), json!({"a": value})),
                1 => (json!({"items": schema}), json!([value])),
                2 => (json!({"anyOf": [{"type": "null"}, schema]}), value),
                3 => (json!({"additionalProperties": schema}), json!({"b": value})),
                _ => (json!({"prefixItems": [schema]}), json!([value])),
            };
        }
        prop_assert!(!redacted(&schema, value).to_string().contains("s3cret"));
    }
}

#[test]
fn trap_44_neighbours_hide_what_they_name() {
    for (value, expected) in [
        (json!({"name": "password", "value": "s"}), json!({"name": "password", "value": REDACTED})),
        (json!([{"KEY": "apiKey", "Content": {"a": 1}}]), json!([{"KEY": "apiKey", "Content": REDACTED}])),
        (
            json!({"a": {"field": "x-api-key", "data": 7, "n": 1}}),
            json!({"a": {"field": "x-api-key", "data": REDACTED, "n": 1}}),
        ),
        (json!({"type": "otp", "value": null}), json!({"type": "otp", "value": REDACTED})),
        // A form with repeated names.
        (json!({"name": ["user", "pwd"], "value": ["ada", "s"]}), json!({"name": ["user", "pwd"], "value": REDACTED})),
        (json!({"name": "passenger", "value": "ada"}), json!({"name": "passenger", "value": "ada"})),
        (
            json!({"name": {"key": "pwd", "value": "s"}, "value": 1}),
            json!({"name": {"key": "pwd", "value": REDACTED}, "value": 1}),
        ),
        (json!([{"name": "pwd"}, {"value": "v"}]), json!([{"name": "pwd"}, {"value": "v"}])),
    ] {
        let mut redacted = value;
        Redaction::BY_KEY.apply(&mut redacted);
        assert_eq!(redacted, expected);
    }
    // The value comes first: as text, since a map of serde_json has an order of its own.
    let text = r#"{"value":["s",1],"x":"y","content":{"z":"s"},"Name":"db_password","data":"s"}"#;
    let mut out = Vec::new();
    Redaction::BY_KEY.write(&mut out, &mut serde_json::Deserializer::from_str(text)).unwrap();
    let expected = r#"{"value":"[REDACTED]","x":"y","content":"[REDACTED]","Name":"db_password","data":"[REDACTED]"}"#;
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn trap_44_shapes_are_hidden_under_any_key() {
    let mut value = json!({
        "note": "Bearer 2YotnFZFEjr1zCsicMWpAA", "n": 4_111_111_111_111_111_u64, "link": "/a?token=s3cret", "id": 42,
        "AKIAIOSFODNN7EXAMPLE": 1, "long": format!("{} sk_live_4eC39HqLyjWDarjtT1zdp7dc", "x".repeat(LONGEST_TEXT)),
    });
    Redaction::BY_KEY.apply(&mut value);
    let expected =
        json!({"note": REDACTED, "n": REDACTED, "link": "/a?token=[REDACTED]", "id": 42, REDACTED: 1, "long": REDACTED});
    assert_eq!(value, expected);
}
