//! Faults that the validator finds carry the names that the client knows.

use super::*;

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Person {
    #[garde(length(min = 1))]
    first_name: String,
    #[garde(length(min = 1))]
    #[serde(rename = "SURNAME")]
    surname: String,
    #[garde(dive)]
    #[serde(default)]
    home_addresses: Vec<Place>,
    #[garde(dive)]
    #[serde(default)]
    work_place: Option<Place>,
    #[garde(dive)]
    #[serde(default)]
    by_name: BTreeMap<String, Place>,
    #[garde(dive)]
    #[serde(default)]
    contact: Contact,
    #[garde(dive)]
    #[serde(default)]
    age: Option<Age>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Place {
    #[garde(range(max = 9))]
    house_number: u32,
}

#[derive(Debug, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Contact {
    #[default]
    None,
    ByPhone {
        #[garde(length(min = 3))]
        phone_number: String,
    },
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
struct Age(#[garde(range(max = 150))] u32);

#[test]
fn renamed_fields_are_told_by_their_new_names() {
    let text = r#"{
        "firstName": "", "SURNAME": "",
        "homeAddresses": [{"house-number": 1}, {"house-number": 10}],
        "workPlace": {"house-number": 11},
        "byName": {"a_b": {"house-number": 12}, "not a name": {"house-number": 13}},
        "contact": {"byPhone": {"phoneNumber": "1"}},
        "age": 151
    }"#;
    assert_told(
        json::<Person>(text),
        &[
            ("firstName", "length is lower than 1"),
            ("SURNAME", "length is lower than 1"),
            ("homeAddresses[1].house-number", "greater than 9"),
            ("workPlace.house-number", "greater than 9"),
            ("byName.a_b.house-number", "greater than 9"),
            ("byName.*.house-number", "greater than 9"),
            ("contact.byPhone.phoneNumber", "length is lower than 3"),
            ("age", "greater than 150"),
        ],
    );
}

#[test]
fn forms_have_the_same_names() {
    assert_told(form::<Person>("firstName=&SURNAME=x"), &[("firstName", "length is lower than 1")]);
}

/// The validator does not know serde's names, and the schema does not know Rust's: nothing connects two different words.
#[test]
fn a_field_that_is_renamed_to_another_word_keeps_its_own_name() {
    #[derive(Debug, Deserialize, JsonSchema, Validate)]
    struct Renamed {
        #[garde(length(min = 1))]
        #[serde(rename = "mail")]
        address: String,
    }

    assert_told(json::<Renamed>(r#"{"mail":""}"#), &[("address", "length is lower than 1")]);
    assert_told(json::<Renamed>(r#"{"mail":5}"#), &[("mail", "expected a string")]);
}
