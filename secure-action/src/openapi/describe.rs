//! What the rest of the crate asks an action's types without making a document.

use schemars::Schema;
use serde_json::Value;

use super::builder::{Described, OperationBuilder};
use super::parameters::{Parameters, PathShape};
use super::schemas::Schemas;
use crate::error::PublicVariant;
use crate::spec::ActionSpec;

/// What the type of an argument, or of an answer, adds to the documented operation.
#[doc(hidden)]
pub type Describe = fn(&mut OperationBuilder<'_>);

/// One action, as the document is made from it: its constant, and what its types say about themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Documented {
    pub(crate) spec: &'static ActionSpec,
    pub(crate) arguments: &'static [Describe],
    pub(crate) answer: Describe,
    /// What the function may fail with; nothing where it chooses freely.
    pub(crate) failures: Option<&'static [PublicVariant]>,
}

impl Documented {
    /// What its arguments and its answer say about themselves.
    pub(super) fn describe(&self, schemas: &mut Schemas) -> Described {
        let mut operation = OperationBuilder::new(schemas);
        for describe in self.arguments.iter().chain([&self.answer]) {
            describe(&mut operation);
        }
        operation.failures(self.failures);
        operation.finish()
    }
}

/// What arguments say about themselves.
pub(super) fn describe(arguments: &[Describe], schemas: &mut Schemas) -> Described {
    let mut operation = OperationBuilder::new(schemas);
    for describe in arguments {
        describe(&mut operation);
    }
    operation.finish()
}

/// The JSON Schema of the body among `arguments`, complete with its `$defs`; `None` for those of an action that reads no body.
///
/// It tells which members of a body are secret.
pub(crate) fn body_schema(arguments: &[Describe]) -> Option<Value> {
    let mut schemas = Schemas::standing_alone();
    let mut schema = describe(arguments, &mut schemas).body?.schema;
    let definitions = schemas.take_input_definitions();
    if !definitions.is_empty() {
        schema.insert("$defs".into(), definitions.into());
    }
    Some(schema.to_value())
}

/// What the `arguments` of `spec` take from the URL: the name of each parameter with its JSON Schema, complete with its `$defs`.
pub(crate) fn url_parameters(spec: &ActionSpec, arguments: &[Describe]) -> Vec<(String, Value)> {
    let mut schemas = Schemas::standing_alone();
    let Described { path, query, .. } = describe(arguments, &mut schemas);
    let route = spec.path_parameters().map(str::to_owned);
    let mut parameters: Vec<_> = match path {
        None => Vec::new(),
        Some(Parameters::Single(schema)) => route.zip([schema]).collect(),
        Some(Parameters::Tuple(schemas)) => route.zip(schemas).collect(),
        Some(Parameters::Fields(fields)) => fields.into_iter().map(|field| (field.name, field.schema)).collect(),
    };
    parameters.extend(query.into_iter().map(|field| (field.name, field.schema)));
    let definitions = Value::from(schemas.take_input_definitions());
    let complete = |(name, mut schema): (String, Schema)| {
        schema.insert("$defs".into(), definitions.clone());
        (name, schema.to_value())
    };
    parameters.into_iter().map(complete).collect()
}

/// The shape of the type among `arguments` that takes the path parameters; `None` where none does.
pub(crate) fn path_shape(arguments: &[Describe]) -> Option<PathShape> {
    describe(arguments, &mut Schemas::standing_alone()).path.map(|parameters| parameters.path_shape())
}
