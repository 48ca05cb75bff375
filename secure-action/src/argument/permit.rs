//! `Permit<P>` as an argument: proof that the caller holds a permission.

use super::{Argument, Take, Taking};
use crate::authz::Permit;
use crate::openapi::OperationBuilder;
use crate::policy::{Application, Permission};
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl<P> Sealed for Permit<P> {}

impl<App: Application, P: Permission<Policy = App::Policy>> Argument<App> for Permit<P> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Permit(P::INDEX);

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Self::earned(&taking.spec.access))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
