//! `Schemas`: the schemas of everything that actions take and answer, as schemars generates them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use super::components::Components;
use super::problem_schema::ProblemDocument;

/// Two generators, because a type may be read and written differently (`#[serde(skip_deserializing)]`, `default`), and a
/// generator knows one contract only. [`Components`] brings them together again.
#[derive(Debug)]
pub(super) struct Schemas {
    input: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Schemas {
    /// For the document: named schemas are shared by all operations.
    pub(super) fn of_document() -> Self {
        let mut schemas = Self::at("/components/schemas");
        // First, so that the name is taken when an application has a `Problem` of its own.
        schemas.input.subschema_for::<ProblemDocument>();
        schemas.answers.subschema_for::<ProblemDocument>();
        schemas
    }

    /// For a schema that stands alone: named schemas are kept in its `$defs`.
    pub(super) fn standing_alone() -> Self {
        Self::at("/$defs")
    }

    fn at(definitions: &'static str) -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = definitions.into();
            settings.meta_schema = None;
        });
        Self { input: settings.clone().for_deserialize().into_generator(), answers: settings.for_serialize().into_generator() }
    }

    /// What a client may send as `T`, by reference where the type has a name.
    pub(super) fn input<T: JsonSchema>(&mut self) -> Schema {
        self.input.subschema_for::<T>()
    }

    /// What a client may send as `T`, spelled out at its outermost level.
    pub(super) fn input_spelled_out<T: JsonSchema>(&mut self) -> Schema {
        T::json_schema(&mut self.input)
    }

    /// What a client gets as `T`, by reference where the type has a name.
    pub(super) fn answer<T: JsonSchema>(&mut self) -> Schema {
        self.answers.subschema_for::<T>()
    }

    /// The named schemas of what clients send.
    pub(super) fn input_definitions(&self) -> &Map<String, Value> {
        self.input.definitions()
    }

    pub(super) fn take_input_definitions(&mut self) -> Map<String, Value> {
        self.input.take_definitions(true)
    }

    pub(super) fn into_components(mut self) -> Components {
        Components::merge(self.input.take_definitions(true), self.answers.take_definitions(true))
    }
}
