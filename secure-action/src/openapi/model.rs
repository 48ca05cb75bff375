//! The objects of an OpenAPI 3.1 document, as far as this crate writes them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use schemars::Schema;
use serde::Serialize;
use serde_json::Value;

use super::Info;

type Text = Cow<'static, str>;

/// The whole document. Maps are sorted, so the same actions always give the same bytes.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    pub(super) openapi: &'static str,
    pub(super) info: Info,
    pub(super) servers: [Server; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<Tag>,
    pub(super) paths: BTreeMap<String, PathItem>,
    pub(super) components: ComponentObjects,
}

impl Document {
    /// The document as it is served, to be made once at start-up.
    pub(crate) fn render(&self) -> serde_json::Result<Bytes> {
        serde_json::to_vec(self).map(Bytes::from)
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Server {
    pub(super) url: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
}

/// The operations of one path, by method in lower case.
pub(super) type PathItem = BTreeMap<&'static str, Operation>;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) operation_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) summary: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) tags: [&'static str; 1],
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_body: Option<RequestBody>,
    pub(super) responses: BTreeMap<Text, ResponseOrReference>,
    pub(super) security: Vec<SecurityRequirement>,
    #[serde(flatten)]
    pub(super) extensions: BTreeMap<&'static str, Value>,
}

/// Schemes by name, with the roles and permissions that are required of the caller; all of them.
pub(super) type SecurityRequirement = BTreeMap<&'static str, [&'static str; 0]>;

#[derive(Debug, Serialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) location: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) required: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    pub(super) schema: Schema,
}

#[derive(Debug, Serialize)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) content: BTreeMap<&'static str, MediaType>,
}

#[derive(Debug, Serialize)]
pub(super) struct MediaType {
    pub(super) schema: Schema,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ResponseOrReference {
    Reference(Reference),
    Response(Response),
}

#[derive(Debug, Serialize)]
pub(super) struct Response {
    pub(super) description: Text,
    pub(super) headers: BTreeMap<&'static str, HeaderOrReference>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) content: BTreeMap<&'static str, MediaType>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum HeaderOrReference {
    Reference(Reference),
    Header(Header),
}

#[derive(Debug, Serialize)]
pub(super) struct Header {
    pub(super) description: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) required: bool,
    pub(super) schema: Value,
}

#[derive(Debug, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "$ref")]
    pub(super) to: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ComponentObjects {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) schemas: BTreeMap<String, Schema>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) responses: BTreeMap<String, Response>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<&'static str, Header>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) security_schemes: BTreeMap<&'static str, Value>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}
