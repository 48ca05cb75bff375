//! What a client reads is a sentence about its value, not about our types.

use super::*;
use crate::input::{Email, PlainText, SafeUrl};

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[expect(dead_code, reason = "only read")]
struct Profile {
    email: Email,
    link: SafeUrl,
    about: PlainText,
    #[garde(email)]
    second: String,
    row: Row,
    pair: (u8, u8),
    small: std::num::NonZeroU8,
}

#[test]
fn refined_types_say_what_the_value_is_not() {
    let good = serde_json::json!({
        "email": "a@example.com", "link": "https://example.com", "about": "x", "second": "b@example.com",
        "row": {"id": 1}, "pair": [1, 2], "small": 1,
    });
    assert!(json::<Profile>(&good.to_string()).is_ok());
    for (field, value, message) in [
        ("email", serde_json::json!("nobody"), "not a valid e-mail address"),
        ("email", serde_json::json!(5), "expected a string"),
        ("second", serde_json::json!("nobody"), "not a valid e-mail address"),
        ("link", serde_json::json!("javascript:alert(1)"), "not a valid web address"),
        ("link", serde_json::json!("nowhere"), "not a valid web address"),
        ("about", serde_json::json!("\u{0}"), "contains a null character"),
        ("about", serde_json::json!("\u{1}"), "not a valid text: at most 10000 characters, no control characters"),
        ("row", serde_json::json!(5), "expected an object"),
        ("pair", serde_json::json!("x"), "expected an array"),
        ("small", serde_json::json!(0), "lower than 1"),
    ] {
        let mut text = good.clone();
        text[field] = value;
        assert_told(json::<Profile>(&text.to_string()), &[(field, message)]);
    }
}

#[test]
fn both_finders_of_a_fault_use_the_same_words() {
    // The e-mail address is refused by its type or by garde when it is the only fault, and by the schema beside another one.
    for other in ["5", "\"x\""] {
        let text = format!(
            r#"{{"email":"nobody","link":"nowhere","about":{other},"second":"nobody","row":{{"id":1}},"pair":[1,2],"small":1}}"#
        );
        let told = json::<Profile>(&text).expect_err("no addresses");
        assert_eq!(told["email"], ["not a valid e-mail address"]);
        assert_eq!(told["second"], ["not a valid e-mail address"]);
        assert_eq!(told["link"], ["not a valid web address"]);
    }
}
