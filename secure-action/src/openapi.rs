//! The OpenAPI document, from the same constants that the guards run on.

use http::StatusCode;
use schemars::{JsonSchema, SchemaGenerator};

/// One operation of the document, as its arguments and its answer describe it.
#[derive(Debug)]
pub struct OperationBuilder<'g> {
    generator: &'g mut SchemaGenerator,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
}

impl OperationBuilder<'_> {
    /// The parameters at `location`, one for each field of `T`.
    pub(crate) fn parameters<T: JsonSchema>(&mut self, _location: Location) {}

    /// The request body, in any of `media_types`.
    pub(crate) fn body<T: JsonSchema>(&mut self, _media_types: &'static [&'static str]) {}

    /// A successful answer with a JSON body.
    pub(crate) fn answer<T: JsonSchema>(&mut self, _status: StatusCode) {}

    /// A successful answer without a body.
    pub(crate) fn empty_answer(&mut self, _status: StatusCode) {}

    /// A header of the successful answer.
    pub(crate) fn answer_header(&mut self, _name: &'static str, _description: &'static str) {}
}
