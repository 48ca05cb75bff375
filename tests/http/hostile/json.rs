//! JSON that is well formed and meant to harm: depth, numbers, names, types.

use serde_json::{Value, json};

use super::target::{ECHO, ORDER, Target};
use crate::world::call;

const JSON: &str = "application/json";

#[tokio::test]
async fn the_order_itself_is_accepted() {
    let target = Target::new().await;
    assert_eq!(target.attack(call("POST", "/orders").body(JSON, ORDER)).await.status, 200);
    for either in [json!(7), json!({ "text": "x" })] {
        let order =
            json!({ "name": "x", "count": 1, "email": "A@example.com", "size": "small", "voucher": "V-1", "either": either });
        assert_eq!(target.attack(call("POST", "/orders").json(&order)).await.status, 200);
    }
}

#[tokio::test]
async fn a_hundred_thousand_levels_are_refused() {
    const LEVELS: usize = 100_000;
    let target = Target::new().await;
    let (arrays, objects) = ("[".repeat(LEVELS), r#"{"a":"#.repeat(LEVELS));
    let closed = format!("{arrays}{}", "]".repeat(LEVELS));
    for deep in [arrays.as_str(), objects.as_str(), closed.as_str()] {
        for field in ["extra", "either", "tags", "name", "unknown"] {
            let body = format!(r#"{{"name":"x","count":1,"{field}":{deep}}}"#);
            let answer = target.attack(call("POST", "/orders").body(JSON, body)).await;
            assert!(matches!(answer.status.as_u16(), 400 | 422), "{field}: {answer:?}");
        }
        target.attack(call("POST", "/orders").body(JSON, deep.to_owned())).await;
    }
    let deep = |levels| format!(r#"{{"name":"x","count":1,"extra":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    assert_eq!(target.attack(call("POST", "/orders").body(JSON, deep(31))).await.status, 200);
    let answer = target.attack(call("POST", "/orders").body(JSON, deep(32))).await;
    answer.is_problem(400, "MALFORMED_INPUT");
}

#[tokio::test]
async fn numbers_beyond_every_type_are_refused() {
    let target = Target::new().await;
    let (digits, fraction) = ("9".repeat(400), format!("0.{}1", "0".repeat(400)));
    for number in ["1e999", "-1e999", "1e400", &digits, &format!("-{digits}"), &format!("1e{digits}")] {
        for field in ["price", "extra", "either", "name", "tags"] {
            let body = format!(r#"{{"name":"x","count":1,"{field}":{number}}}"#);
            let answer = target.attack(call("POST", "/orders").body(JSON, body)).await;
            assert!(matches!(answer.status.as_u16(), 400 | 422), "{field}: {number}: {answer:?}");
        }
    }
    for number in ["4294967296", "18446744073709551616", "-1", "-0", "1.0", "1e0", "101", "1e999", &digits, &fraction] {
        let body = format!(r#"{{"name":"x","count":{number}}}"#);
        let answer = target.attack(call("POST", "/orders").body(JSON, body)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{number}: {answer:?}");
    }
    // Too small to tell from zero is a number all the same.
    let body = format!(r#"{{"name":"x","count":1,"price":{fraction}}}"#);
    assert_eq!(target.attack(call("POST", "/orders").body(JSON, body)).await.status, 200);
}

#[tokio::test]
async fn trap_26_a_name_that_stands_twice_is_refused_in_every_spelling() {
    let target = Target::new().await;
    for (body, path) in [
        (r#"{"name":"a","name":"b","count":1}"#, "name"),
        (r#"{"name":"a","name":"a","count":1}"#, "name"),
        (r#"{"name":"a","n\u0061me":"b","count":1}"#, "name"),
        (r#"{"\u006e\u0061\u006d\u0065":"a","name":"b","count":1}"#, "name"),
        (r#"{"name":"a","count":1,"extra":{"x":1,"x":2}}"#, "extra.x"),
        (r#"{"name":"a","count":1,"extra":[{"y":{"x":1,"\u0078":2}}]}"#, "extra[0].y.x"),
        (r#"{"name":"a","count":1,"either":{"text":"a","text":"b"}}"#, "either.text"),
        (r#"{"name":"a","count":1,"unknown":1,"unknown":2}"#, "unknown"),
    ] {
        let answer = target.attack(call("POST", "/orders").body(JSON, body)).await;
        let problem = answer.is_problem(422, "VALIDATION_ERROR");
        assert!(!problem["errors"][path].is_null(), "{body}: {problem:#}");
    }
}

#[tokio::test]
async fn unknown_names_are_refused_and_only_plain_ones_are_repeated() {
    let target = Target::new().await;
    for (name, shown) in [
        ("role", "role"),
        ("__proto__", "__proto__"),
        ("constructor", "constructor"),
        ("Name", "Name"),
        ("name ", "*"),
        ("na\\u0000me", "*"),
        ("\u{202e}eman", "*"),
        ("\u{ff4e}ame", "*"),
        ("<script>alert(1)</script>", "*"),
        (ECHO, "*"),
        (&"n".repeat(10_000), "*"),
        ("", "*"),
    ] {
        let body = format!(r#"{{"name":"x","count":1,"{name}":1}}"#);
        let problem = target.attack(call("POST", "/orders").body(JSON, body)).await.is_problem(422, "VALIDATION_ERROR");
        assert_eq!(problem["errors"], json!({ shown: ["unknown field"] }), "{name}");
    }
}

#[tokio::test]
async fn an_answer_does_not_grow_with_the_number_of_faults() {
    let target = Target::new().await;
    let names: serde_json::Map<String, Value> = (0..20_000).map(|number| (format!("f{number}"), json!(1))).collect();
    let long = vec!["more than twenty characters"; 20_000];
    for order in [
        names.into(),
        json!({ "name": "x", "count": 1, "tags": vec![1; 20_000] }),
        json!({ "name": "x", "count": 1, "tags": long }),
        json!({ "name": "x", "count": -1, "tags": long }),
    ] {
        let answer = target.attack(call("POST", "/orders").json(&order)).await;
        answer.is_problem(422, "VALIDATION_ERROR");
        assert!(answer.body.len() < 20_000, "{} bytes", answer.body.len());
    }
}

#[tokio::test]
async fn a_value_where_a_name_is_expected_is_a_fault_of_its_field() {
    let target = Target::new().await;
    for size in [
        json!([]),
        json!(["small"]),
        json!(1),
        json!(true),
        json!({}),
        json!({ "small": 1 }),
        json!({ "small": 1, "large": 2 }),
    ] {
        let answer = target.attack(call("POST", "/orders").json(&json!({ "name": "x", "count": 1, "size": size }))).await;
        let problem = answer.is_problem(422, "VALIDATION_ERROR");
        assert!(!problem["errors"]["size"].is_null(), "{size}: {problem:#}");
    }
    // Of a choice between shapes, an object could have named one; of anything else it cannot be said which was meant.
    for (delivery, message) in [
        (json!([]), "not an acceptable value"),
        (json!(1), "not an acceptable value"),
        (json!({}), "expected one of `pickup`, `courier`"),
    ] {
        let answer =
            target.attack(call("POST", "/orders").json(&json!({ "name": "x", "count": 1, "delivery": delivery }))).await;
        let problem = answer.is_problem(422, "VALIDATION_ERROR");
        assert_eq!(problem["errors"], json!({ "delivery": [message] }), "{delivery}");
    }
}

#[tokio::test]
async fn a_value_of_the_wrong_type_does_not_come_back() {
    let target = Target::new().await;
    let long = format!("{ECHO}{}", "x".repeat(100_000));
    let values = [
        json!(ECHO),
        json!([ECHO, [ECHO]]),
        json!({ ECHO: ECHO }),
        json!({ "text": ECHO, ECHO: 1 }),
        json!(null),
        json!(true),
        json!(-1.5),
        json!(long),
        json!(format!("{ECHO}\u{0}\r\n\u{1b}[31m\u{2028}<img src=x>")),
    ];
    for field in ["name", "count", "price", "email", "size", "delivery", "voucher", "either", "tags", "extra"] {
        for value in &values {
            let mut order = json!({ "name": "x", "count": 1 });
            order[field] = value.clone();
            let answer = target.attack(call("POST", "/orders").json(&order)).await;
            assert!(matches!(answer.status.as_u16(), 200 | 422), "{field}: {answer:?}");
        }
    }
    for whole in &values {
        target.attack(call("POST", "/orders").json(whole)).await.is_problem(422, "VALIDATION_ERROR");
    }
}
