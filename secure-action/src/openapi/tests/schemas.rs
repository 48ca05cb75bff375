//! Schemas of bodies and answers: constraints, recursion, generic names, and names that collide.

use axum::Json;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::body_schema;
use super::*;

#[derive(Deserialize, Serialize, JsonSchema)]
struct Tree {
    name: String,
    children: Vec<Self>,
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Leaf {
    id: u8,
    #[serde(default)]
    size: u8,
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Branch {
    leaf: Leaf,
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Alike {
    id: u8,
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
struct List<T> {
    items: Vec<T>,
}

/// A name of the application's own, which no component can have.
#[derive(Deserialize, Serialize, JsonSchema)]
#[schemars(rename = "Pair<{A}, {B}>")]
struct Pair<A, B> {
    a: A,
    b: B,
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Holder {
    pair: Pair<Alike, Tree>,
}

mod other {
    use super::*;

    #[derive(Deserialize, Serialize, JsonSchema)]
    pub(super) struct Alike {
        text: String,
    }
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Problem {
    severity: u8,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is read")]
enum Shape {
    Circle { radius: f64 },
    Square { side: f64 },
}

#[derive(Deserialize, JsonSchema, garde::Validate)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is read")]
struct Constrained {
    #[garde(length(chars, min = 2, max = 9), pattern(r"^[a-z]+$"))]
    word: String,
    #[garde(range(min = 13, max = 150))]
    age: u8,
    #[garde(length(min = 1, max = 3), inner(length(max = 5)))]
    tags: Vec<String>,
    #[garde(email)]
    email: String,
    #[garde(url)]
    home: Option<String>,
    #[garde(skip)]
    anything: Value,
}

fn taking<T: JsonSchema + Send>(path: &'static str) -> &'static Action {
    leak(action(Method::Post, path, AUTHENTICATED, &[argument::<Body<T>>()]))
}

fn body_of<'d>(document: &'d Value, path: &str) -> &'d Value {
    &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
}

fn answer_of<'d>(document: &'d Value, path: &str) -> &'d Value {
    &document["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
}

fn component_names(document: &Value) -> Vec<&str> {
    let mut names: Vec<_> = document["components"]["schemas"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn garde_attributes_are_constraints_of_the_schema() {
    let document = document_of(&[(taking::<Constrained>("/"), answering::<Json<u8>>())]);
    let schema = &document["components"]["schemas"]["Constrained"];
    let properties = &schema["properties"];
    assert_eq!(properties["word"], json!({ "type": "string", "minLength": 2, "maxLength": 9, "pattern": "^[a-z]+$" }));
    assert_eq!(properties["age"], json!({ "type": "integer", "format": "uint8", "minimum": 13, "maximum": 150 }));
    assert_eq!(
        properties["tags"],
        json!({ "type": "array", "items": { "type": "string", "maxLength": 5, "pattern": "^[^\\u0000]*$" }, "minItems": 1, "maxItems": 3 })
    );
    assert_eq!(properties["email"]["format"], "email");
    assert_eq!(properties["home"]["format"], "uri");
    assert_eq!(properties["anything"], json!(true));
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn every_media_type_of_a_body_has_its_schema() {
    let document = document_of(&[(taking::<Alike>("/"), answering::<Json<u8>>())]);
    let body = &document["paths"]["/"]["post"]["requestBody"];
    assert_eq!(body["required"], true);
    for media_type in ["application/json", "application/x-www-form-urlencoded"] {
        assert_eq!(body["content"][media_type]["schema"], reference("Alike"));
    }
}

#[test]
fn a_recursive_type_refers_to_itself() {
    let document = document_of(&[(taking::<Tree>("/"), answering::<Json<Tree>>())]);
    assert_eq!(component_names(&document), ["Problem", "Tree"]);
    assert_eq!(document["components"]["schemas"]["Tree"]["properties"]["children"]["items"], reference("Tree"));
}

#[test]
fn a_type_that_is_read_and_written_alike_has_one_schema() {
    let document = document_of(&[(taking::<Alike>("/"), answering::<Json<Alike>>())]);
    assert_eq!(component_names(&document), ["Alike", "Problem"]);
    assert_eq!(body_of(&document, "/"), answer_of(&document, "/"));
}

#[test]
fn a_type_that_is_written_otherwise_than_read_has_two_and_so_has_what_contains_it() {
    let document = document_of(&[(taking::<Branch>("/"), answering::<Json<Branch>>())]);
    assert_eq!(component_names(&document), ["Branch", "BranchOutput", "Leaf", "LeafOutput", "Problem"]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Branch"]["properties"]["leaf"], reference("Leaf"));
    assert_eq!(schemas["BranchOutput"]["properties"]["leaf"], reference("LeafOutput"));
    assert_eq!(schemas["Leaf"]["required"], json!(["id"]));
    assert_eq!(schemas["LeafOutput"]["required"], json!(["id", "size"]));
    assert_eq!(body_of(&document, "/"), &reference("Branch"));
    assert_eq!(answer_of(&document, "/"), &reference("BranchOutput"));
}

#[test]
fn different_types_of_one_name_stay_apart() {
    let document = document_of(&[
        (taking::<Alike>("/a"), answering::<Json<Alike>>()),
        (taking::<other::Alike>("/b"), answering::<Json<other::Alike>>()),
    ]);
    assert_eq!(component_names(&document), ["Alike", "Alike2", "Problem"]);
    assert_eq!(body_of(&document, "/b"), &reference("Alike2"));

    let document = document_of(&[(taking::<Alike>("/"), answering::<Json<other::Alike>>())]);
    assert_eq!(component_names(&document), ["Alike", "AlikeOutput", "Problem"]);
    assert!(document["components"]["schemas"]["AlikeOutput"]["properties"].get("text").is_some());
}

#[test]
fn an_application_may_have_a_problem_of_its_own() {
    let document = document_of(&[(taking::<Problem>("/"), answering::<Json<Problem>>())]);
    assert_eq!(component_names(&document), ["Problem", "Problem2"]);
    assert_eq!(body_of(&document, "/"), &reference("Problem2"));
    assert!(document["components"]["schemas"]["Problem"]["properties"].get("request_id").is_some());
}

#[test]
fn generic_types_of_one_name_stay_apart() {
    let document = document_of(&[
        (taking::<u8>("/a"), answering::<Json<Page<Alike>>>()),
        (taking::<u8>("/b"), answering::<Json<Page<Tree>>>()),
    ]);
    assert_eq!(component_names(&document), ["Alike", "Page", "Page2", "Problem", "Tree"]);
    assert_eq!(document["components"]["schemas"]["Page2"]["properties"]["items"]["items"], reference("Tree"));
}

#[test]
fn generic_types_can_be_named_after_their_arguments() {
    let document = document_of(&[
        (taking::<u8>("/a"), answering::<Json<List<Alike>>>()),
        (taking::<u8>("/b"), answering::<Json<List<Tree>>>()),
    ]);
    assert_eq!(component_names(&document), ["Alike", "ListOfAlike", "ListOfTree", "Problem", "Tree"]);
}

#[test]
fn names_that_no_component_can_have_are_replaced_everywhere() {
    let document = document_of(&[(taking::<Holder>("/"), answering::<Json<Pair<Alike, Tree>>>())]);
    assert_eq!(component_names(&document), ["Alike", "Holder", "Pair_Alike__Tree_", "Problem", "Tree"]);
    assert_eq!(document["components"]["schemas"]["Holder"]["properties"]["pair"], reference("Pair_Alike__Tree_"));
    assert_eq!(answer_of(&document, "/"), &reference("Pair_Alike__Tree_"));
}

#[test]
fn an_enum_with_data_is_a_choice() {
    let document = document_of(&[(taking::<Shape>("/"), answering::<Json<u8>>())]);
    let choices = document["components"]["schemas"]["Shape"]["oneOf"].as_array().unwrap();
    let kinds: Vec<_> = choices.iter().map(|choice| choice["properties"]["kind"]["const"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["circle", "square"]);
}

#[test]
fn references_in_rare_places_are_renamed_and_those_in_examples_are_not() {
    struct Rare;
    impl JsonSchema for Rare {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Rare".into()
        }
        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            let leaf = generator.subschema_for::<Leaf>();
            schemars::json_schema!({
                "type": "object",
                "unevaluatedProperties": leaf,
                "dependentSchemas": { "a": leaf },
                "examples": [leaf],
            })
        }
    }
    impl Serialize for Rare {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit()
        }
    }
    let document = document_of(&[(taking::<Leaf>("/"), answering::<Json<Rare>>())]);
    let schema = &document["components"]["schemas"]["Rare"];
    assert_eq!(schema["unevaluatedProperties"], reference("LeafOutput"));
    assert_eq!(schema["dependentSchemas"]["a"], reference("LeafOutput"));
    assert_eq!(schema["examples"][0], reference("Leaf"));
}

#[test]
fn a_body_schema_stands_alone() {
    let schema = body_schema(taking::<Branch>("/").arguments).unwrap();
    assert_eq!(schema["$ref"], "#/$defs/Branch");
    assert_eq!(schema["$defs"]["Branch"]["properties"]["leaf"]["$ref"], "#/$defs/Leaf");
    assert_references_resolve(&schema, &schema);
    assert_eq!(body_schema(taking::<u8>("/").arguments).unwrap()["type"], "integer");
    assert_eq!(body_schema(action(Method::Get, "/", AUTHENTICATED, &[argument::<QueryOf<Branch>>()]).arguments), None);
}
