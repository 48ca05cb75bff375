//! `Pending<P>` as an argument: a permission whose targets the function loads itself.

use super::{Argument, Take, Taking};
use crate::authz::{Pending, TargetPermission};
use crate::openapi::OperationBuilder;
use crate::policy::{Application, Permission};
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl<P> Sealed for Pending<P> {}

impl<App, P> Argument<App> for Pending<P>
where
    App: Application,
    P: TargetPermission + Permission<Policy = App::Policy>,
{
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Pending(P::INDEX);

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Self::left(&taking.spec.access, taking.caller, taking.decisions))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
