//! `Authorized<P>` as an argument: the target, loaded and decided about.

use super::{Argument, Take, Taking};
use crate::authz::{Authorized, Target, TargetPermission};
use crate::error::Refusal;
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{Part, Stage};

impl<P: TargetPermission> Sealed for Authorized<P> {}

impl<App, P> Argument<App> for Authorized<P>
where
    App: Application,
    P: TargetPermission<Policy = App::Policy>,
    P::Target: Target<App>,
{
    const STAGE: Stage = Stage::Target;
    const PART: Part = Part::Authorized(P::INDEX);

    type Key<Else> = <P::Target as Target<App>>::Key;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        let key = match Self::demanded_by(&taking.spec.access).and_then(|()| taking.target_key(P::NAME)) {
            Ok(key) => key,
            Err(refusal) => return Take::Ready(Err(refusal)),
        };
        let Some(caller) = taking.caller else {
            return Take::Ready(Err(Refusal::misconfigured("a target on an action that authenticates nobody")));
        };
        Take::Later(Box::pin(Self::load::<App>(key, taking.state, caller)))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.target::<<P::Target as Target<App>>::Key>();
    }
}
