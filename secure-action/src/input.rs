//! What clients send: read once, strictly, and validated before anything else sees it.
//!
//! Every reader in here refuses duplicate names, unknown names and excessive nesting, and none of them puts a value that it
//! rejects into a message.

mod apart;
mod body;
mod email;
mod fault;
mod location;
mod media_type;
mod names;
mod pairs;
mod parameters;
mod path;
mod plain_text;
mod query;
mod raw_body;
mod read;
mod read_on;
mod received;
mod redirect_target;
mod refined;
mod review;
#[cfg(feature = "rich-text")]
mod rich_text;
mod safe_url;
pub mod sanitize;
mod schema;
mod strict;
#[cfg(test)]
mod tests;
mod text;
mod unreceived;
mod whole;

pub use body::Input;
pub use email::Email;
pub use path::{Path, PathType};
pub use plain_text::PlainText;
pub use query::Query;
pub use raw_body::RawBody;
pub use redirect_target::RedirectTarget;
pub use refined::NotAcceptable;
#[cfg(feature = "rich-text")]
pub use rich_text::RichText;
pub use safe_url::SafeUrl;

pub(crate) use apart::{LARGEST_AT_ONCE, apart};
pub(crate) use fault::NOT_ACCEPTABLE;
pub(crate) use location::ROOT;
pub(crate) use media_type::MediaType;
pub(crate) use path::{key, path_parameter};
pub(crate) use received::ReceivedBody;
pub(crate) use unreceived::Unreceived;

use garde::Validate;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A type that can be taken from a body or a query: deserialized, validated and documented by one set of attributes.
///
/// Implemented for everything that derives `Deserialize`, `garde::Validate` and `JsonSchema`.
///
/// What serde reads through a buffer (`#[serde(flatten)]`, enums that are untagged or tagged inside) is held against the
/// type's schema for fields that it does not know. The schema knows no `#[serde(alias)]`: do not combine the two. In forms,
/// everything in such a buffer is a text; a number there cannot be read.
///
/// A rule's failure is told by the name that the client knows, where `#[serde(rename_all)]` made it; a field that
/// `#[serde(rename)]` gives another word is told by its Rust name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as input",
    label = "not an input type",
    note = "derive `serde::Deserialize`, `garde::Validate` and `schemars::JsonSchema` for it, and mend what any of them says",
    note = "a type of another crate, such as a map, is taken as a field of a struct"
)]
pub trait InputType: DeserializeOwned + Validate<Context = ()> + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Validate<Context = ()> + JsonSchema + Send + 'static> InputType for T {}
