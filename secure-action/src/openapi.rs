//! The OpenAPI 3.1 document, from the same constants that the guards run on.
//!
//! An action's [`ActionSpec`] gives the operation, its security requirement and every refusal that the guards can make; the
//! types of its arguments and of its answer give the schemas. So the document cannot drift from what the service does.
//!
//! The document's own types are written here, for output only. Of the published crates, oas3 (0.22) and utoipa (6) read a JSON
//! Schema into structs of their own and lose the keywords those structs lack, such as `contains` or `patternProperties`;
//! openapiv3 (2.2) describes OpenAPI 3.0. aide passes what schemars generates through untouched, but its stable release (0.15)
//! is bound to schemars 0.9, and it is a router of its own. A dozen structs that are only ever serialized cost less than any
//! of them, and the golden document, checked against the specification's own schema, holds them to it.
//!
//! Schemas are named after their types. Types of one name get numbers, in the order of the routes, so a new route can move them;
//! clients that generate code are served better by a name that stays: `#[schemars(rename = "PageOf{T}")]` on a generic type.
//!
//! [`ActionSpec`]: crate::ActionSpec

mod access;
mod builder;
mod closed;
mod components;
mod configuration;
mod describe;
mod document;
mod failures;
mod forms;
mod headers;
mod info;
mod model;
mod operation_id;
#[cfg(feature = "docs-page")]
mod page;
mod parameters;
mod problem_schema;
mod problems;
mod refusals;
mod responses;
mod schemas;
mod shared;
mod texts;

#[cfg(test)]
mod tests;

pub(crate) use builder::Location;
pub use builder::OperationBuilder;
pub(crate) use configuration::{Configuration, Scheme};
#[doc(hidden)]
pub use describe::Describe;
pub(crate) use describe::{Documented, body_schema, path_shape, url_parameters};
pub(crate) use document::{document, unknown_tags};
pub use info::Info;
#[cfg(feature = "docs-page")]
pub(crate) use page::{File, Page, is_page_path};
pub(crate) use parameters::PathShape;
