//! Forms and queries: names that stand twice, bad escapes, too many fields.

use super::target::{ECHO, Target};
use crate::world::call;

const FORM: &str = "application/x-www-form-urlencoded";

/// Bytes that a form refuses wherever they stand.
const BADLY_ENCODED: [&str; 10] = ["%", "%4", "%zz", "%%41", "%ff", "%c0%af", "%ed%a0%80", "%e9", "%f0%9f%98", "%u0041"];

#[tokio::test]
async fn trap_26_a_name_that_stands_twice_is_refused_in_forms_and_queries() {
    let target = Target::new().await;
    for body in ["name=a&name=b&count=1", "name=a&n%61me=a&count=1", "count=1&name=a&count=1", "name=a&count=1&%6eame="] {
        target.attack(call("POST", "/orders").body(FORM, body)).await.is_problem(422, "VALIDATION_ERROR");
    }
    for query in ["q=a&q=b", "q=a&%71=a", "q=a&page=1&page=1", "q=a&page=1&p%61ge=2"] {
        target.attack(call("GET", format!("/search?{query}"))).await.is_problem(422, "VALIDATION_ERROR");
    }
    // A list is one, however often its name stands.
    assert_eq!(target.attack(call("GET", "/search?q=a&tag=x&tag=y")).await.status, 200);
    assert_eq!(target.attack(call("POST", "/orders").body(FORM, "name=a&count=1&tags=x&tags=y")).await.status, 200);
}

#[tokio::test]
async fn what_is_not_well_encoded_is_refused() {
    let target = Target::new().await;
    for bad in BADLY_ENCODED {
        for pairs in [format!("q={bad}"), format!("q=a&{bad}=b"), format!("q=a&page={bad}"), format!("q={ECHO}{bad}")] {
            target.attack(call("GET", format!("/search?{pairs}"))).await.is_problem(400, "MALFORMED_INPUT");
            let body = pairs.replace("q=", "name=");
            target.attack(call("POST", "/orders").body(FORM, body)).await.is_problem(400, "MALFORMED_INPUT");
        }
    }
    for bytes in [&b"name=\xff&count=1"[..], b"\xfe\xff", b"name=\xc0\xaf&count=1"] {
        target.attack(call("POST", "/orders").body(FORM, bytes)).await.is_problem(400, "MALFORMED_INPUT");
    }
}

#[tokio::test]
async fn odd_pairs_are_answered() {
    let target = Target::new().await;
    for pairs in [
        "",
        "&",
        "&&&",
        "=",
        "==",
        "=&=",
        "q",
        "q=",
        "q==",
        "=q",
        "q=a&=",
        "q=a&",
        "q=a;page=1",
        "q[]=a",
        "q[a]=b",
        "q.a=b",
        "q=%0d%0aset-cookie:a=b",
        "q=%e2%80%ae",
        "q=a&Q=b",
        "q=a&page=",
        "q=a&page=1e1",
        "q=a&page=%2b1",
        "q=a&page=0x1",
        "q=a&page=01",
        "q=a&page=-0",
        "q=a&page=99999999999999999999",
        "q=a&page=+1",
        "q=a#b",
        "?q=a",
        "q=a?b=c",
    ] {
        let query = target.attack(call("GET", format!("/search?{pairs}"))).await;
        assert!(matches!(query.status.as_u16(), 200 | 400 | 422), "{pairs}: {query:?}");
        let form = target.attack(call("POST", "/orders").body(FORM, pairs)).await;
        assert!(matches!(form.status.as_u16(), 400 | 422), "{pairs}: {form:?}");
    }
}

#[tokio::test]
async fn many_and_long_fields_are_refused() {
    let target = Target::new().await;
    let many = "tag=x&".repeat(5_000);
    target.attack(call("GET", format!("/search?q=a&{many}"))).await.is_problem(400, "MALFORMED_INPUT");
    target.attack(call("POST", "/orders").body(FORM, many.replace("tag", "tags"))).await.is_problem(400, "MALFORMED_INPUT");
    let names: String = (0..900).map(|number| format!("f{number}={ECHO}&")).collect();
    let answer = target.attack(call("POST", "/orders").body(FORM, names)).await;
    answer.is_problem(422, "VALIDATION_ERROR");
    assert!(answer.body.len() < 10_000, "the answer grows with the attack: {} bytes", answer.body.len());
    let long = "n".repeat(60_000);
    target.attack(call("GET", format!("/search?q={long}"))).await.is_problem(422, "VALIDATION_ERROR");
    let problem = target.attack(call("GET", format!("/search?q=a&{long}=1"))).await.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(problem["errors"], serde_json::json!({ "*": ["unknown field"] }));
}

#[tokio::test]
async fn null_characters_are_refused() {
    let target = Target::new().await;
    for pairs in ["q=%00", "%00=%00", "q=a%00&page=1"] {
        target.attack(call("GET", format!("/search?{pairs}"))).await.is_problem(422, "VALIDATION_ERROR");
        target.attack(call("POST", "/orders").body(FORM, pairs)).await.is_problem(422, "VALIDATION_ERROR");
    }
}

#[tokio::test]
async fn unknown_names_are_refused() {
    let target = Target::new().await;
    for name in ["role", "Q", "q%20", "__proto__", "q%5B%5D", ECHO] {
        target.attack(call("GET", format!("/search?q=a&{name}=1"))).await.is_problem(422, "VALIDATION_ERROR");
        let body = format!("name=a&count=1&{name}=1");
        target.attack(call("POST", "/orders").body(FORM, body)).await.is_problem(422, "VALIDATION_ERROR");
    }
}

#[tokio::test]
async fn a_form_cut_off_at_any_byte_is_answered() {
    let target = Target::new().await;
    let form = "name=%41da&count=2&price=1.5&tags=a&tags=%e2%82%ac";
    for end in 0..form.len() {
        let answer = target.attack(call("POST", "/orders").body(FORM, &form[..end])).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400 | 422), "{answer:?}");
        target.attack(call("GET", format!("/search?{}", &form[..end]))).await;
    }
}
