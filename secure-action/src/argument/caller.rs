//! `Caller` and `Option<Caller>` as arguments.

use super::{Argument, Take, Taking};
use crate::caller::Caller;
use crate::error::Refusal;
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl Sealed for Caller {}

impl<App: Application> Argument<App> for Caller {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Caller;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        // `#[action]` refuses a plain `Caller` on a public action, so the guards have put one here.
        Take::Ready(match taking.caller {
            Some(caller) => Ok(caller.handed_on()),
            None => Err(Refusal::misconfigured("`Caller` taken by an action that authenticates nobody")),
        })
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}

impl Sealed for Option<Caller> {}

impl<App: Application> Argument<App> for Option<Caller> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::OptionalCaller;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Ok(taking.caller.map(Caller::handed_on)))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.optional_caller();
    }
}
