//! The document as a whole, and the stand-ins that its tests describe operations with.

mod exact;
mod failures;
mod growth;
mod headers;
mod operations;
mod parameters;
mod problems;
mod schemas;
mod step_up;

use std::marker::PhantomData;

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::model::Document;
use super::{Configuration, Describe, Documented, Info, Location, OperationBuilder, Scheme, document};
use crate::answer::{Answer, AnswerSpec};
use crate::argument::{Argument, Take, Taking};
use crate::error::Refusal;
use crate::policy::{Application, Declared, PermissionEntry, Policy, PolicyTable, Role, RoleEntry, RoleSet};
use crate::sealed::Sealed;
use crate::spec::{Access, ActionSpec, ArgumentSpec, BodyPlan, LimitKey, Method, RateLimit, Stage};

struct App;

impl Application for App {
    type State = ();
    type Policy = TestPolicy;
}

struct TestPolicy;

impl Declared for TestPolicy {}

impl Policy for TestPolicy {
    type Role = TestRole;
    const TABLE: &'static PolicyTable = &TABLE;
}

#[derive(Clone, Copy)]
struct TestRole(u8);

impl Declared for TestRole {}

impl Role for TestRole {
    type Policy = TestPolicy;

    fn index(self) -> u8 {
        self.0
    }
}

static TABLE: PolicyTable = PolicyTable::new::<TestPolicy>(
    &[
        RoleEntry { name: "user", includes: RoleSet::from_bits(0b01) },
        RoleEntry { name: "admin", includes: RoleSet::from_bits(0b11) },
    ],
    &[PermissionEntry { name: "post:read", granted: RoleSet::from_bits(0b11), outright: RoleSet::from_bits(0b11) }],
);

/// Stand for the arguments of the same roles: they describe themselves and are never taken.
struct Body<T>(PhantomData<T>);
struct PathOf<T>(PhantomData<T>);
struct QueryOf<T>(PhantomData<T>);

macro_rules! stand_in {
    ($name:ident, $stage:ident, $body:ident, |$operation:ident| $describe:expr) => {
        impl<T> Sealed for $name<T> {}

        impl<T: JsonSchema + Send> Argument<App> for $name<T> {
            const STAGE: Stage = Stage::$stage;
            const BODY: BodyPlan = BodyPlan::$body;

            type Key<Else> = Else;

            fn take<'t>(_: &'t mut Taking<'_, App>) -> Take<'t, Self> {
                Take::Ready(Err(Refusal::misconfigured("a stand-in")))
            }

            fn describe($operation: &mut OperationBuilder<'_>) {
                $describe;
            }
        }
    };
}

stand_in!(Body, Body, Buffered, |operation| operation.body::<T>(&["application/json", "application/x-www-form-urlencoded"]));
stand_in!(PathOf, Head, Unread, |operation| operation.parameters::<T>(Location::Path));
stand_in!(QueryOf, Head, Unread, |operation| operation.parameters::<T>(Location::Query));

/// What `#[action]` makes of an argument.
type Described = (ArgumentSpec, Describe);

const fn argument<T: Argument<App>>() -> Described {
    (<T as Argument<App>>::ARGUMENT.spec(), <T as Argument<App>>::ARGUMENT.describe())
}

fn answering<T: Answer>() -> AnswerSpec {
    T::ANSWER.spec()
}

const AUTHENTICATED: Access = Access::guarded(&TABLE, &[], &[], &[]).scoped();

/// What `#[action]` makes of a function.
struct Action {
    spec: ActionSpec,
    arguments: &'static [Describe],
}

impl Action {
    fn new(
        names: (&'static str, &'static str),
        route: (Method, &'static str),
        access: Access,
        arguments: &[Described],
    ) -> Self {
        let specs: Vec<_> = arguments.iter().map(|(spec, _)| *spec).collect();
        let describe: Vec<_> = arguments.iter().map(|(_, describe)| *describe).collect();
        Self { spec: ActionSpec::new(names, route, &TABLE, access, specs.leak()), arguments: describe.leak() }
    }

    fn with(self, more: impl FnOnce(ActionSpec) -> ActionSpec) -> Self {
        Self { spec: more(self.spec), ..self }
    }

    fn rate_limits(self, limits: &'static [RateLimit]) -> Self {
        self.with(|spec| spec.rate_limits(limits))
    }
}

/// An action that lives as long as the test: real ones are constants.
fn leak(action: Action) -> &'static Action {
    Box::leak(Box::new(action))
}

fn action(method: Method, path: &'static str, access: Access, arguments: &[Described]) -> Action {
    Action::new(("app::things", "thing"), (method, path), access, arguments)
}

/// As every configuration has them: one by address, one by caller.
fn default_limits() -> [RateLimit; 2] {
    let limit = |quota, by| RateLimit::new(quota, std::time::Duration::from_secs(60)).by(by);
    [limit(100, LimitKey::Ip), limit(1000, LimitKey::Caller)]
}

/// A configuration with bearer tokens that may be narrowed by scopes.
fn configuration(default_limits: &[RateLimit]) -> Configuration<'_> {
    let object = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" });
    let schemes = vec![Scheme { name: "jwt", object, names_scopes: true }];
    Configuration { schemes, default_limits, ..Configuration::default() }
}

fn written(operations: &[(&'static Action, AnswerSpec)]) -> Document {
    written_under(&configuration(&default_limits()), operations)
}

fn written_under(configuration: &Configuration<'_>, operations: &[(&'static Action, AnswerSpec)]) -> Document {
    let info = Info::new("Teamspace", "1.4.0").description("Posts and profiles of a team.").served_at("/api");
    let operations: Vec<_> = operations
        .iter()
        .map(|(Action { spec, arguments }, answer)| Documented {
            spec,
            arguments,
            answer: answer.describe,
            failures: answer.failures,
        })
        .collect();
    document(&info, &operations, configuration)
}

fn read_back(document: &Document) -> Value {
    serde_json::from_slice(&document.render().unwrap()).unwrap()
}

fn document_of(operations: &[(&'static Action, AnswerSpec)]) -> Value {
    let document = read_back(&written(operations));
    assert_consistent(&document);
    document
}

/// What the specification demands beyond the shape of its objects.
fn assert_consistent(document: &Value) {
    assert_references_resolve(document, document);
    for map in document["components"].as_object().unwrap().values() {
        for name in map.as_object().unwrap().keys() {
            let plain = name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_'));
            assert!(plain, "`{name}` cannot be the name of a component");
        }
    }
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "an operation id stands twice");
            let names: Vec<_> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
                .collect();
            let template: Vec<_> = path.split('/').filter(|segment| segment.starts_with('{')).collect();
            assert_eq!(names, template, "{path}");
        }
    }
}

fn assert_references_resolve(value: &Value, document: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                assert!(target.is_some(), "`{reference}` leads nowhere");
            }
            members.values().for_each(|member| assert_references_resolve(member, document));
        }
        Value::Array(items) => items.iter().for_each(|item| assert_references_resolve(item, document)),
        _ => {}
    }
}
