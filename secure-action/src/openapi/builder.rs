//! `OperationBuilder`: what an action's arguments and its answer say about themselves.

use http::StatusCode;
use schemars::{JsonSchema, Schema};

use super::parameters::{Field, Parameters};
use super::schemas::Schemas;
use crate::error::PublicVariant;

/// One operation of the document, as its arguments and its answer describe it.
#[derive(Debug)]
pub struct OperationBuilder<'g> {
    schemas: &'g mut Schemas,
    described: Described,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
}

/// What was said about one operation.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub(super) path: Option<Parameters>,
    pub(super) query: Vec<Field>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
    pub(super) failures: Option<&'static [PublicVariant]>,
    pub(super) optional_caller: bool,
    pub(super) target: bool,
    pub(super) foreign: bool,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) schema: Schema,
    pub(super) media_types: &'static [&'static str],
    /// Whether what the type reads is kept for later, where the texts of a form stay texts.
    pub(super) buffered: bool,
    pub(super) required: bool,
}

/// A successful answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: AnswerStatus,
    pub(super) content: Option<(&'static str, Schema)>,
    pub(super) headers: Vec<(&'static str, &'static str)>,
}

/// The status of a successful answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum AnswerStatus {
    One(StatusCode),
    /// Any of a class, `2XX`, of which no more is known.
    Any(&'static str),
}

/// The name of the query parameter that stands for a whole map. It never shows on the wire: the names in the map do.
const FREE_FORM: &str = "query";

impl<'g> OperationBuilder<'g> {
    pub(super) fn new(schemas: &'g mut Schemas) -> Self {
        Self { schemas, described: Described::default() }
    }

    pub(super) fn finish(self) -> Described {
        self.described
    }

    /// The parameters at `location`, one for each field of `T`. In a path, a single value or the positions of a tuple take
    /// their names from the route.
    pub(crate) fn parameters<T: JsonSchema>(&mut self, location: Location) {
        // Spelled out: a parameter type is no body, so it does not belong among the named schemas.
        let schema = self.schemas.input_spelled_out::<T>();
        let parameters = Parameters::of(schema, self.schemas.input_definitions());
        match (location, parameters) {
            (Location::Path, parameters) => self.described.path = Some(parameters),
            (Location::Query, Parameters::Fields(fields)) => self.described.query.extend(fields),
            (Location::Query, Parameters::Single(schema)) => {
                self.described.query.push(Field { name: FREE_FORM.into(), schema, required: false });
            }
            (Location::Query, Parameters::Tuple(_)) => {}
        }
    }

    /// The request body, in any of `media_types`.
    pub(crate) fn body<T: JsonSchema>(&mut self, media_types: &'static [&'static str]) {
        self.described.body = Some(Body { schema: self.schemas.input::<T>(), media_types, buffered: false, required: true });
    }

    /// Of the body that was described last: whether serde keeps what it reads in a buffer, in which the texts of a form stay texts.
    pub(crate) fn body_is_buffered(&mut self, buffered: bool) {
        if let Some(body) = &mut self.described.body {
            body.buffered = buffered;
        }
    }

    /// A request body of any media type, or none.
    pub(crate) fn raw_body(&mut self) {
        let schema = schemars::json_schema!({ "type": "string", "format": "binary" });
        self.described.body =
            Some(Body { schema, media_types: &["application/octet-stream", "*/*"], buffered: false, required: false });
    }

    /// A public action looks at credentials where there are some: they are optional, but bad ones are refused.
    pub(crate) fn optional_caller(&mut self) {
        self.described.optional_caller = true;
    }

    /// A target with a key of this type, which may be the route's parameter.
    pub(crate) fn target<K: JsonSchema>(&mut self) {
        self.described.target = true;
        if self.described.path.is_none() {
            self.parameters::<K>(Location::Path);
        }
    }

    /// Something that refuses in ways which nobody here knows of.
    pub(crate) fn foreign(&mut self) {
        self.described.foreign = true;
    }

    /// A successful answer with a JSON body.
    pub(crate) fn answer<T: JsonSchema>(&mut self, status: StatusCode) {
        let schema = self.schemas.answer::<T>();
        self.answer_of(status, "application/json", schema);
    }

    /// A successful answer with a body of another type.
    pub(crate) fn answer_of(&mut self, status: StatusCode, media_type: &'static str, schema: Schema) {
        self.add_answer(AnswerStatus::One(status), Some((media_type, schema)));
    }

    /// A successful answer without a body.
    pub(crate) fn empty_answer(&mut self, status: StatusCode) {
        self.add_answer(AnswerStatus::One(status), None);
    }

    /// An answer of which nobody here knows anything.
    pub(crate) fn raw(&mut self) {
        self.foreign();
        for class in ["2XX", "3XX"] {
            self.add_answer(AnswerStatus::Any(class), Some(("*/*", schemars::json_schema!({}))));
        }
    }

    fn add_answer(&mut self, status: AnswerStatus, content: Option<(&'static str, Schema)>) {
        self.described.answers.push(Answer { status, content, headers: Vec::new() });
    }

    /// What the function may fail with, where its error type says so.
    pub(super) fn failures(&mut self, failures: Option<&'static [PublicVariant]>) {
        self.described.failures = failures;
    }

    /// A header of the successful answer that was described last.
    pub(crate) fn answer_header(&mut self, name: &'static str, description: &'static str) {
        if let Some(answer) = self.described.answers.last_mut() {
            answer.headers.push((name, description));
        }
    }
}
