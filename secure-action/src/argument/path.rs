//! `Path<T>` as an argument: the parameters of the route.

use super::{Argument, Take, Taking};
use crate::input::{Path, PathType};
use crate::openapi::{Location, OperationBuilder};
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl<T> Sealed for Path<T> {}

impl<App: Application, T: PathType> Argument<App> for Path<T> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Path;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Self::read(taking.spec, taking.parts))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.parameters::<T>(Location::Path);
    }
}
