//! Puts the document together.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;
use schemars::Schema;
use serde_json::Value;

use super::builder::Described;
use super::components::Components;
use super::describe::describe;
use super::model::{
    ComponentObjects, Document, MediaType, Operation, Parameter, PathItem, RequestBody, ResponseOrReference, Server, Tag,
};
use super::operation_id::operation_ids;
use super::parameters::{Field, Parameters, without_null};
use super::problems::{PossibleProblem, possible_problems};
use super::schemas::Schemas;
use super::{Info, access, failures, responses};
use crate::action::{ActionSpec, Method};
use crate::answer::AnswerSpec;
use crate::rate_limit::RateLimit;

/// The version of the specification that the document follows.
const OPENAPI: &str = "3.1.1";

/// The document that describes `operations`.
///
/// `security_schemes` are the configured authenticators, by the name that `auth(...)` gives them. `public_limits` hold for
/// public actions without a limit of their own. `classified` says whether the application makes public failures of internal
/// errors. The order of `operations` makes no difference.
pub(crate) fn document(
    info: &Info,
    operations: &[(&'static ActionSpec, AnswerSpec)],
    security_schemes: &[(&'static str, Value)],
    public_limits: &[RateLimit],
    classified: bool,
) -> Document {
    let mut operations = operations.to_vec();
    operations.sort_by_key(|(spec, _)| (spec.path, method(spec.method), spec.module, spec.name));

    let mut schemas = Schemas::of_document();
    let described: Vec<_> =
        operations.iter().map(|(spec, answer)| (*spec, describe(spec, Some(*answer), &mut schemas))).collect();
    let specs: Vec<_> = described.iter().map(|(spec, _)| *spec).collect();

    let mut writer = Writer {
        components: schemas.into_components(),
        schemes: security_schemes.iter().map(|(name, _)| *name).collect(),
        public_limits,
        classified,
        problems: BTreeMap::new(),
        chosen: false,
    };
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
        servers: info.base().map(|url| Server { url: url.to_owned() }).into_iter().collect(),
        tags: tags.into_iter().map(|name| Tag { name }).collect(),
        components: writer.into_component_objects(!paths.is_empty(), security_schemes),
        paths,
    }
}

/// What the operations share while they are written.
struct Writer<'a> {
    components: Components,
    schemes: Vec<&'static str>,
    public_limits: &'a [RateLimit],
    classified: bool,
    /// The shared responses that operations refer to.
    problems: BTreeMap<&'static str, &'static PossibleProblem>,
    /// Whether an operation refers to the range that its function chooses from.
    chosen: bool,
}

impl Writer<'_> {
    fn operation(&mut self, spec: &'static ActionSpec, described: Described, operation_id: String) -> Operation {
        let limits = match spec.rate_limits {
            [] if spec.access.is_public() => self.public_limits,
            own => own,
        };
        let limited = spec.access.is_public() || !spec.rate_limits.is_empty();
        let mut answers = self.refusals(spec, &described);
        answers.extend(described.answers.into_iter().map(|answer| responses::of_answer(answer, limited, &mut self.components)));

        let mut parameters = self.path_parameters(spec, described.path);
        parameters.extend(described.query.into_iter().map(|field| self.parameter(field, "query")));
        let request_body = described.body.map(|body| {
            let schema = self.components.input(body.schema);
            let content = body.media_types.iter().map(|name| (*name, MediaType { schema: schema.clone() })).collect();
            RequestBody { required: true, content }
        });

        Operation {
            operation_id,
            summary: spec.summary,
            description: access::description(spec, limits),
            tags: [tag(spec)],
            deprecated: spec.deprecated,
            parameters,
            request_body,
            responses: answers,
            security: access::security(spec, &self.schemes, described.optional_caller),
            extensions: access::extensions(spec, limits),
        }
    }

    /// What is answered instead of the value, by status: by the guards, by the function, and by either.
    fn refusals(&mut self, spec: &ActionSpec, described: &Described) -> BTreeMap<Cow<'static, str>, ResponseOrReference> {
        let key = |status: StatusCode| Cow::Owned(status.as_str().to_owned());
        let mut own = failures::by_status(described.failures);
        let mut refusals = BTreeMap::new();
        for problem in possible_problems(spec, described) {
            let response = match own.remove(&problem.status) {
                Some(variants) => responses::of_failures(problem.status, Some(problem), &variants, &mut self.components),
                None => {
                    self.problems.insert(problem.component, problem);
                    responses::shared(problem.component)
                }
            };
            refusals.insert(key(problem.status), response);
        }
        for (status, variants) in own {
            refusals.insert(key(status), responses::of_failures(status, None, &variants, &mut self.components));
        }
        if failures::are_open(described.failures, self.classified) {
            self.chosen = true;
            let (range, component) = responses::CHOSEN;
            refusals.insert(Cow::Borrowed(range), responses::shared(component));
        }
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

    fn parameter(&mut self, field: Field, location: &'static str) -> Parameter {
        let Field { name, mut schema, required } = field;
        without_null(&mut schema);
        let description = match schema.remove("description") {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let deprecated = schema.remove("deprecated") == Some(Value::Bool(true));
        Parameter { name, location, description, required, deprecated, schema: self.components.input(schema) }
    }

    fn into_component_objects(mut self, any: bool, security_schemes: &[(&'static str, Value)]) -> ComponentObjects {
        let security_schemes = security_schemes.iter().cloned().collect();
        if !any {
            return ComponentObjects { security_schemes, ..ComponentObjects::default() };
        }
        let mut shared: BTreeMap<_, _> = std::mem::take(&mut self.problems)
            .into_iter()
            .map(|(name, problem)| (name, responses::of_problem(problem, &mut self.components)))
            .collect();
        if self.chosen {
            shared.insert(responses::CHOSEN.1, responses::of_function(&mut self.components));
        }
        ComponentObjects {
            schemas: self.components.into_used(),
            responses: shared,
            headers: responses::headers(),
            security_schemes,
        }
    }
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
