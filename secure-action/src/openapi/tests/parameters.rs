//! Parameters from types: structs, tuples, single values, and what `Option` makes of them.

use axum::Json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::{PathShape, path_shape};
use super::*;
use crate::answer::NoContent;

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Place {
    team: String,
    /// The member's number.
    #[schemars(range(min = 1))]
    member: u32,
}

#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
#[expect(dead_code, reason = "only its schema is read")]
struct UserId(#[schemars(range(min = 1))] u64);

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Wrapped(Place);

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Paging {
    /// How many.
    #[garde(range(min = 1, max = 100))]
    limit: Option<u8>,
    #[serde(default)]
    tags: Vec<String>,
    /// No longer read.
    #[deprecated]
    offset: Option<u32>,
    state: Option<State>,
}

/// What a thing is.
#[derive(Deserialize, Serialize, JsonSchema)]
enum State {
    Open,
    Closed,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is read")]
struct Flattened {
    q: String,
    #[serde(flatten)]
    place: Place,
}

fn parameters(path: &'static str, arguments: &[Described]) -> Value {
    let action = leak(action(Method::Get, path, AUTHENTICATED, arguments));
    let document = document_of(&[(action, answering::<NoContent>())]);
    document["paths"][path]["get"]["parameters"].clone()
}

fn shape<T: JsonSchema + Send>() -> Option<PathShape> {
    path_shape(action(Method::Get, "/", AUTHENTICATED, &[argument::<PathOf<T>>()]).arguments)
}

#[test]
fn a_single_path_value_takes_its_name_from_the_route() {
    assert_eq!(
        parameters("/users/{id}", &[argument::<PathOf<UserId>>()]),
        json!([
            { "name": "id", "in": "path", "required": true, "schema": { "type": "integer", "format": "uint64", "minimum": 1, "maximum": u64::MAX } }
        ])
    );
}

#[test]
fn a_tuple_takes_its_names_from_the_route() {
    let parameters = parameters("/teams/{team}/members/{member}", &[argument::<PathOf<(String, u32)>>()]);
    assert_eq!(parameters[0]["name"], "team");
    assert_eq!(parameters[0]["schema"]["type"], "string");
    assert_eq!(parameters[1]["name"], "member");
    assert_eq!(parameters[1]["schema"]["type"], "integer");
}

#[test]
fn the_fields_of_a_struct_stand_in_the_order_of_the_route() {
    let expected = json!([
        {
            "name": "member", "in": "path", "description": "The member's number.", "required": true,
            "schema": { "type": "integer", "format": "uint32", "minimum": 1, "maximum": u32::MAX }
        },
        { "name": "team", "in": "path", "required": true, "schema": { "type": "string" } }
    ]);
    for arguments in [argument::<PathOf<Place>>(), argument::<PathOf<Wrapped>>()] {
        let mut parameters = parameters("/members/{member}/of/{team}", &[arguments]);
        assert!(parameters[1]["schema"].as_object_mut().unwrap().remove("pattern").is_some());
        assert_eq!(parameters, expected);
    }
}

#[test]
fn a_route_parameter_that_no_argument_takes_is_described_all_the_same() {
    let mut parameters = parameters("/users/{id}", &[]);
    assert!(parameters[0]["schema"].as_object_mut().unwrap().remove("pattern").is_some());
    assert_eq!(parameters, json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]));
}

#[test]
fn the_fields_of_a_query_are_never_null() {
    let mut parameters = parameters("/things", &[argument::<QueryOf<Paging>>()]);
    let parameters = parameters.as_array_mut().unwrap();
    parameters.sort_by_key(|parameter| parameter["name"].to_string());
    assert_eq!(
        Value::from(parameters.clone()),
        json!([
            {
                "name": "limit", "in": "query", "description": "How many.",
                "schema": { "type": "integer", "format": "uint8", "minimum": 1, "maximum": 100 }
            },
            {
                "name": "offset", "in": "query", "description": "No longer read.", "deprecated": true,
                "schema": { "type": "integer", "format": "uint32", "minimum": 0, "maximum": u32::MAX }
            },
            { "name": "state", "in": "query", "schema": { "$ref": "#/components/schemas/State" } },
            {
                "name": "tags", "in": "query",
                "schema": { "type": "array", "items": { "type": "string", "pattern": "^[^\\u0000]*$" }, "default": [] }
            }
        ])
    );
}

#[test]
fn flattened_fields_are_parameters_too() {
    let parameters = parameters("/things", &[argument::<QueryOf<Flattened>>()]);
    let mut names: Vec<_> = parameters.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["member", "q", "team"]);
    assert!(parameters.as_array().unwrap().iter().all(|parameter| parameter["required"] == true));
}

#[test]
fn an_optional_query_requires_none_of_its_fields() {
    let parameters = parameters("/things", &[argument::<QueryOf<Option<Place>>>()]);
    let parameters = parameters.as_array().unwrap();
    assert_eq!(parameters.len(), 2);
    assert!(parameters.iter().all(|parameter| parameter.get("required").is_none()));
}

#[test]
fn a_map_is_one_free_form_query_parameter() {
    let parameters = parameters("/things", &[argument::<QueryOf<std::collections::BTreeMap<String, String>>>()]);
    assert_eq!((parameters.as_array().unwrap().len(), &parameters[0]["name"]), (1, &json!("query")));
    assert_eq!(parameters[0]["schema"]["additionalProperties"]["type"], "string");
}

#[test]
fn the_type_of_a_parameter_struct_is_no_component() {
    let arguments = &[argument::<PathOf<Wrapped>>(), argument::<QueryOf<Paging>>()];
    let action = leak(action(Method::Get, "/of/{team}/{member}", AUTHENTICATED, arguments));
    let document = document_of(&[(action, answering::<Json<u8>>())]);
    let names: Vec<_> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["Problem", "State"]);
}

#[test]
fn path_types_have_one_of_three_shapes() {
    assert_eq!(shape::<UserId>(), Some(PathShape::Single));
    assert_eq!(shape::<State>(), Some(PathShape::Single));
    assert_eq!(shape::<(String, u32)>(), Some(PathShape::Tuple(2)));
    let Some(PathShape::Fields(mut names)) = shape::<Wrapped>() else {
        panic!("a struct has fields");
    };
    names.sort_unstable();
    assert_eq!(names, ["member", "team"]);
    assert_eq!(path_shape(action(Method::Get, "/", AUTHENTICATED, &[]).arguments), None);
}
