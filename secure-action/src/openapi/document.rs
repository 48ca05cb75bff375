//! Puts the document together.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::Schema;
use serde_json::Value;

use super::builder::{Body, Described};
use super::components::Components;
use super::failures::{self, Own};
use super::model::{
    ComponentObjects, Document, MediaType, Operation, Parameter, PathItem, RequestBody, ResponseOrReference, Server, Tag,
};
use super::operation_id::operation_ids;
use super::parameters::{Field, Parameters, without_null};
use super::problems::possible_problems;
use super::schemas::Schemas;
use super::shared::Shared;
use super::{Configuration, Documented, Info, access, headers, responses, texts};
use crate::spec::{ActionSpec, Method};

/// The version of the specification that the document follows.
const OPENAPI: &str = "3.1.1";

const FORM: &str = "application/x-www-form-urlencoded";

/// The document that describes `operations` as they run under `configuration`. The order of `operations` makes no difference.
pub(crate) fn document(info: &Info, operations: &[Documented], configuration: &Configuration<'_>) -> Document {
    let mut operations = operations.to_vec();
    operations.sort_by_key(|Documented { spec, .. }| (spec.path, method(spec.method), spec.module, spec.name));

    let mut schemas = Schemas::of_document();
    let described: Vec<_> = operations.iter().map(|operation| (operation.spec, operation.describe(&mut schemas))).collect();
    let specs: Vec<_> = described.iter().map(|(spec, _)| *spec).collect();

    let mut writer = Writer { components: schemas.into_components(), configuration, shared: BTreeMap::new() };
    let mut paths: BTreeMap<String, PathItem> = BTreeMap::new();
    for ((spec, described), id) in described.into_iter().zip(operation_ids(&specs)) {
        let operation = writer.operation(spec, described, id);
        // Mounting refuses a second action on a route; were there one, the first would answer.
        paths.entry(path_template(spec.path)).or_default().entry(method(spec.method)).or_insert(operation);
    }

    let tags: BTreeSet<_> = specs.iter().map(|spec| tag(spec)).collect();
    Document {
        openapi: OPENAPI,
        info: info.clone(),
        servers: [Server { url: info.base().to_owned() }],
        tags: tags.into_iter().map(|name| Tag { name, description: info.tag_description(name) }).collect(),
        components: writer.into_component_objects(!paths.is_empty()),
        paths,
    }
}

/// What the operations share while they are written.
struct Writer<'a> {
    components: Components,
    configuration: &'a Configuration<'a>,
    /// The shared responses that operations refer to, by component name.
    shared: BTreeMap<String, Shared>,
}

impl Writer<'_> {
    fn operation(&mut self, spec: &'static ActionSpec, described: Described, operation_id: String) -> Operation {
        let limits = self.configuration.limits(spec);
        let security = access::security(spec, self.configuration, described.optional_caller);
        let mut answers = self.refusals(spec, &described);
        answers.extend(described.answers.into_iter().map(|answer| responses::of_answer(answer, &mut self.components)));

        let mut parameters = self.path_parameters(spec, described.path);
        parameters.extend(described.query.into_iter().map(|field| self.parameter(field, "query")));
        let request_body = described.body.map(|body| {
            let media_types = body.media_types.iter();
            let content = media_types.filter_map(|name| Some((*name, self.media_type(name, &body)?))).collect();
            RequestBody { required: body.required, content }
        });

        Operation {
            operation_id,
            summary: spec.summary,
            description: access::description(spec, self.configuration, &limits),
            tags: [tag(spec)],
            deprecated: spec.deprecated,
            parameters,
            request_body,
            responses: answers,
            security,
            extensions: access::extensions(spec, &limits, self.configuration.public),
        }
    }

    /// What is answered instead of the value, by status: by the guards, by the function, and by either.
    fn refusals(&mut self, spec: &ActionSpec, described: &Described) -> BTreeMap<Cow<'static, str>, ResponseOrReference> {
        let authenticators = !self.configuration.schemes.is_empty();
        let open = failures::are_open(described, self.configuration.classified);
        let mut own = failures::by_status(described.failures);
        let mut refusals = BTreeMap::new();
        let mut shared = Vec::new();
        for problem in possible_problems(spec, described, self.configuration) {
            match own.remove(&problem.kind.status) {
                Some(variants) => {
                    let status = problem.kind.status;
                    let own = Own { status, problem: Some(problem), variants, authenticators, open };
                    refusals.insert(own.key(), own.response(&mut self.components));
                }
                None => shared.push(Shared::of_guards(problem, open)),
            }
        }
        for (status, variants) in own {
            let own = Own { status, problem: None, variants, authenticators, open };
            refusals.insert(own.key(), own.response(&mut self.components));
        }
        if open {
            shared.extend(Shared::of_function(authenticators));
        }
        refusals.extend(shared.iter().map(|response| (response.status(), response.reference())));
        self.shared.extend(shared.into_iter().map(|response| (response.component(), response)));
        refusals
    }

    /// Every parameter of the route, in its order: OpenAPI wants each of them described, whether or not the function takes it.
    fn path_parameters(&mut self, spec: &ActionSpec, taken: Option<Parameters>) -> Vec<Parameter> {
        let mut schemas: BTreeMap<String, Schema> = match taken {
            None => BTreeMap::new(),
            Some(Parameters::Single(schema)) => parameter_names(spec).zip([schema]).collect(),
            Some(Parameters::Tuple(items)) => parameter_names(spec).zip(items).collect(),
            Some(Parameters::Fields(fields)) => fields.into_iter().map(|field| (field.name, field.schema)).collect(),
        };
        parameter_names(spec)
            .map(|name| {
                let schema = schemas.remove(&name).unwrap_or_else(|| schemars::json_schema!({ "type": "string" }));
                self.parameter(Field { name, schema, required: true }, "path")
            })
            .collect()
    }

    /// The body in one media type, unless that cannot carry it.
    fn media_type(&mut self, name: &str, body: &Body) -> Option<MediaType> {
        let schema = match name {
            FORM => self.components.form(&body.schema, body.buffered)?,
            // Byte for byte: no reader looks into it.
            "application/octet-stream" | "*/*" => body.schema.clone(),
            _ => self.components.input(body.schema.clone()),
        };
        Some(MediaType { schema })
    }

    fn parameter(&mut self, field: Field, location: &'static str) -> Parameter {
        let Field { name, mut schema, required } = field;
        without_null(&mut schema);
        let description = match schema.remove("description") {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let deprecated = schema.remove("deprecated") == Some(Value::Bool(true));
        let mut schema = self.components.input(schema);
        if location == "path" {
            texts::in_path(&mut schema);
        }
        Parameter { name, location, description, required, deprecated, schema }
    }

    fn into_component_objects(mut self, any: bool) -> ComponentObjects {
        let schemes = self.configuration.schemes.iter();
        let security_schemes = schemes.map(|scheme| (scheme.name, scheme.object.clone())).collect();
        if !any {
            return ComponentObjects { security_schemes, ..ComponentObjects::default() };
        }
        let shared = std::mem::take(&mut self.shared).into_iter();
        let responses = shared.map(|(name, response)| (name, response.response(&mut self.components))).collect();
        ComponentObjects { schemas: self.components.into_used(), responses, headers: headers::headers(), security_schemes }
    }
}

/// The tags that `info` describes and none of `operations` has.
pub(crate) fn unknown_tags<'i>(info: &'i Info, operations: &[Documented]) -> Vec<&'i str> {
    info.described_tags().filter(|name| operations.iter().all(|operation| tag(operation.spec) != *name)).collect()
}

/// A route in OpenAPI's terms: `{*rest}` is an axum wildcard, which OpenAPI writes like any other parameter.
fn path_template(path: &str) -> String {
    path.replace("{*", "{")
}

fn parameter_names(spec: &ActionSpec) -> impl Iterator<Item = String> {
    spec.path_parameters().map(|name| name.trim_start_matches('*').to_owned())
}

fn tag(spec: &ActionSpec) -> &'static str {
    spec.tag.unwrap_or_else(|| spec.module.rsplit("::").next().unwrap_or(spec.module))
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}
