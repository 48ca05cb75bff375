//! `Query<T>` as an argument: the query of the URL.

use super::{Argument, Take, Taking};
use crate::input::{InputType, Query};
use crate::openapi::{Location, OperationBuilder};
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl<T> Sealed for Query<T> {}

impl<App: Application, T: InputType> Argument<App> for Query<T> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Query;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Self::read(taking.parts.uri.query()))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.parameters::<T>(Location::Query);
    }
}
