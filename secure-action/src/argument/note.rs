//! `AuditNote` as an argument: what the function adds to its event.

use super::{Argument, Take, Taking};
use crate::audit::AuditNote;
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::Stage;

impl Sealed for AuditNote {}

impl<App: Application> Argument<App> for AuditNote {
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        // Made here, so that an action which takes no note pays for none.
        Take::Ready(Ok(taking.note.get_or_insert_default().clone()))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
