//! `Query<T>`: the query of the URL, deserialized and validated.

use super::{InputType, read};
use crate::error::Refusal;

/// The query of the URL, deserialized and validated. An action takes it as `Query(search): Query<Search>`.
///
/// A URL ends up in logs and histories: an action that takes a [`Secret`](crate::Secret) from it does not start.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: InputType> Query<T> {
    /// What the query of a URL says, validated.
    pub(crate) fn read(query: Option<&str>) -> Result<Self, Refusal> {
        read::pairs(query.unwrap_or_default().as_bytes()).map(Self)
    }
}
