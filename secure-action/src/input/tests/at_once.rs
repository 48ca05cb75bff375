//! Everything that is wrong with an input is told at once, each fault at its own path.

use super::*;

#[test]
fn faults_of_every_kind_are_told_together() {
    let text = r#"{
        "title": 5,
        "count": 256,
        "count": 1,
        "weight": "heavy",
        "gift": "yes",
        "letter": "ab",
        "tags": ["a", 2, "b", null],
        "shape": "sphere",
        "address": {"street": "", "zip": "x", "zip": 2, "planet": "Mars"},
        "rows": [{"id": 1}, {"amount": 101}, {"id": -1, "amount": 7, "colour": {"a": 1, "a": 2}}, 4],
        "pair": [65536],
        "stock": {"a": 1, "b": "many"},
        "levels": {"1": true, "2": 0},
        "admin": true
    }"#;
    assert_told(
        json::<Order>(text),
        &[
            ("title", "expected a string"),
            ("count", "given more than once"),
            ("count", "greater than 255"),
            ("delta", "required"),
            ("weight", "expected a number"),
            ("gift", "expected true or false"),
            ("letter", "length is greater than 1"),
            ("tags[1]", "expected a string"),
            ("tags[3]", "expected a string"),
            ("shape", "expected one of `point`, `dot`, `circle`, `line`, `rectangle`"),
            ("address.street", "length is lower than 1"),
            ("address.zip", "given more than once"),
            ("address.zip", "expected an integer"),
            ("address.planet", "unknown field"),
            ("rows[1].id", "required"),
            ("rows[1].amount", "greater than 100"),
            ("rows[2].id", "lower than 0"),
            ("rows[2].colour", "unknown field"),
            ("rows[2].colour.a", "given more than once"),
            ("rows[3]", "expected an object"),
            ("pair", "length is lower than 2"),
            ("pair[0]", "greater than 65535"),
            ("stock.b", "expected an integer"),
            ("levels.2", "expected true or false"),
            ("admin", "unknown field"),
        ],
    );
}

#[test]
fn faults_inside_a_variant_are_told_with_the_others() {
    #[derive(Debug, Deserialize, JsonSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[garde(allow_unvalidated)]
    #[expect(dead_code, reason = "only read")]
    struct Drawing {
        shapes: Vec<Shape>,
        size: u8,
    }

    assert_told(
        json::<Drawing>(
            r#"{"shapes": [
                {"rectangle": {"width": "x", "depth": 3, "height": -1}},
                {"circle": true},
                {"line": [1, 1000]},
                7,
                {"cube": 1}
            ], "size": "big"}"#,
        ),
        &[
            ("shapes[0].rectangle.width", "expected an integer"),
            ("shapes[0].rectangle.depth", "unknown field"),
            ("shapes[0].rectangle.height", "lower than 0"),
            ("shapes[1].circle", "expected an integer"),
            ("shapes[2].line[1]", "greater than 127"),
            ("shapes[3]", "not an acceptable value"),
            ("shapes[4]", "expected one of `point`, `dot`, `circle`, `line`, `rectangle`"),
            ("size", "expected an integer"),
        ],
    );
}

#[test]
fn rules_are_told_together_when_every_type_fits() {
    let text = r#"{"title":"","count":0,"delta":0,"weight":0,"gift":true,"shape":"dot","pair":[1,""],"stock":{},"levels":{},
        "address":{"street":"","zip":1},"rows":[{"id":1,"amount":1},{"id":1,"amount":101},{"id":1,"amount":102}]}"#;
    assert_told(
        json::<Order>(text),
        &[
            ("address.street", "length is lower than 1"),
            ("rows[1].amount", "greater than 100"),
            ("rows[2].amount", "greater than 100"),
        ],
    );
}

#[test]
fn a_text_that_is_not_json_has_no_fields() {
    for text in
        ["", "{", "nul", r#"{"id":1,}"#, r#"{"id":1} x"#, r#"{"id":"a" "#, "{'id':1}", r#"{"id":01}"#, "\u{feff}{\"id\":1}"]
    {
        assert_told(json::<Row>(text), &[("", "the body is not valid JSON")]);
    }
    // JSON, but not what the reader takes for this type: that is the field's fault and not the text's.
    for (text, path) in
        [(r#"{"shape":7}"#, "shape"), (r#"{"shape":[]}"#, "shape"), (r#"{"shape":{"circle":1,"line":[1,2]}}"#, "shape")]
    {
        #[derive(Debug, Deserialize, JsonSchema, Validate)]
        #[garde(allow_unvalidated)]
        struct Drawing {
            #[expect(dead_code, reason = "only read")]
            shape: Shape,
        }
        assert_told(json::<Drawing>(text), &[(path, "not an acceptable value")]);
    }
    assert_told(json::<Pair>(r#"{"pair":[1,"a",3]}"#), &[("pair", "length is greater than 2")]);
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
struct Pair {
    #[expect(dead_code, reason = "only read")]
    pair: (u16, String),
}

#[test]
fn a_flood_of_faults_is_cut() {
    let unknown: Vec<_> = (0..5000).map(|number| format!(r#""x{number}":1"#)).collect();
    assert_eq!(json::<Row>(&format!("{{{}}}", unknown.join(","))).expect_err("unknown fields").len(), 100);
    let doubled: Vec<_> = (0..5000).map(|number| format!(r#""x{0}":1,"x{0}":2"#, number)).collect();
    assert!(json::<Row>(&format!("{{{}}}", doubled.join(","))).expect_err("duplicates").len() <= 101);
    let rows = vec![r#"{"id":1,"amount":101}"#; 5000].join(",");
    assert_eq!(json::<Rows>(&format!(r#"{{"rows":[{rows}]}}"#)).expect_err("amounts").len(), 100);
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
struct Rows {
    #[garde(dive)]
    rows: Vec<Row>,
}
