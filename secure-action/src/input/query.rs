//! `Query<T>`: the query of the URL, deserialized and validated.

use super::{InputType, read};
use crate::action::{Argument, Stage, Take, Taking, sealed};
use crate::application::Application;
use crate::openapi::{Location, OperationBuilder};

/// The query of the URL, deserialized and validated. An action takes it as `Query(search): Query<Search>`.
///
/// A URL ends up in logs and histories: secrets do not belong here.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> sealed::Sealed for Query<T> {}

impl<App: Application, T: InputType> Argument<App> for Query<T> {
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(read::pairs(taking.parts.uri.query().unwrap_or_default().as_bytes()).map(Self))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.parameters::<T>(Location::Query);
    }
}
