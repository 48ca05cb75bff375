//! What the rest of the crate asks an action's types without making a document.

use serde_json::Value;

use super::PathShape;
use super::builder::{Described, OperationBuilder};
use super::schemas::Schemas;
use crate::action::ActionSpec;
use crate::answer::AnswerSpec;

/// What the arguments of `spec`, and its answer where there is one to ask, say about themselves.
pub(super) fn describe(spec: &ActionSpec, answer: Option<AnswerSpec>, schemas: &mut Schemas) -> Described {
    let mut operation = OperationBuilder::new(schemas);
    for argument in spec.arguments {
        (argument.describe)(&mut operation);
    }
    if let Some(answer) = answer {
        (answer.describe)(&mut operation);
        operation.failures(answer.failures);
    }
    operation.finish()
}

/// The JSON Schema of the body that `spec` takes, complete with its `$defs`; `None` for an action that reads no body.
///
/// It tells which members of a body are secret.
pub(crate) fn body_schema(spec: &ActionSpec) -> Option<Value> {
    let mut schemas = Schemas::standing_alone();
    let mut schema = describe(spec, None, &mut schemas).body?.schema;
    let definitions = schemas.take_input_definitions();
    if !definitions.is_empty() {
        schema.insert("$defs".into(), definitions.into());
    }
    Some(schema.to_value())
}

/// The shape of the type that `spec` takes its path parameters as; `None` for an action without a `Path` argument.
pub(crate) fn path_shape(spec: &ActionSpec) -> Option<PathShape> {
    describe(spec, None, &mut Schemas::standing_alone()).path.map(|parameters| parameters.path_shape())
}
