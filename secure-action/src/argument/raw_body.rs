//! `RawBody` as an argument: the body, byte for byte.

use super::{Argument, Take, Taking};
use crate::error::Refusal;
use crate::input::{RawBody, ReceivedBody};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{BodyPlan, Stage};

impl Sealed for RawBody {}

impl<App: Application> Argument<App> for RawBody {
    const STAGE: Stage = Stage::Body;
    const BODY: BodyPlan = BodyPlan::Raw;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(match std::mem::take(&mut taking.body) {
            ReceivedBody::Raw(body) => Ok(body),
            ReceivedBody::Unread | ReceivedBody::Buffered(..) => {
                Err(Refusal::misconfigured("a raw body was taken from a body that was not read for it"))
            }
        })
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.raw_body();
    }
}
