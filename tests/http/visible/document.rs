//! What the OpenAPI document says of fields that are for some callers only.

use serde_json::{Value, json};

use super::get;

#[tokio::test]
async fn the_document_names_the_permission_of_a_field() {
    let document = get("/openapi.json", None).await;
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["User"],
        json!({
            "type": "object",
            "description": "Somebody in the directory.",
            "properties": {
                "displayName": { "type": "string", "description": "What everybody calls them." },
                "mailAddress": {
                    "type": "string",
                    "description": "Where to write to.\n\nLeft out unless the caller holds the permission `user:update`.",
                    "x-permission": "user:update",
                },
                "lastSeen": {
                    "type": "integer",
                    "format": "uint64",
                    "minimum": 0,
                    "description": "Left out unless the caller holds the permission `user:audit`.",
                    "x-permission": "user:audit",
                },
            },
            "required": ["displayName"],
        })
    );
    let keys = &schemas["Attributes"];
    assert_eq!(keys["required"], json!(["open", "number"]), "{keys:#}");
    assert_eq!(keys["properties"]["number_too"]["type"], "string");
    assert_eq!(keys["properties"]["never"], Value::Null);
    assert_eq!(schemas["Outer"]["required"], Value::Null);
    assert_eq!(schemas["Outer"]["properties"]["card"]["$ref"], "#/components/schemas/Card");
    assert_eq!(schemas["Outer"]["properties"]["card"]["x-permission"], "user:update");
}
