//! `Input<T>` as an argument: the body.

use super::{Argument, Take, Taking};
use crate::error::Refusal;
use crate::input::{Input, InputType, MediaType, ReceivedBody};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{BodyPlan, Stage};

impl<T> Sealed for Input<T> {}

impl<App: Application, T: InputType> Argument<App> for Input<T> {
    const STAGE: Stage = Stage::Body;
    const BODY: BodyPlan = BodyPlan::Buffered;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        match std::mem::take(&mut taking.body) {
            ReceivedBody::Buffered(body, media_type) if Self::is_large(&body) => {
                Take::Later(Box::pin(Self::read_apart(body, media_type)))
            }
            ReceivedBody::Buffered(body, media_type) => Take::Ready(Self::read(&body, media_type)),
            ReceivedBody::Unread | ReceivedBody::Raw(_) => {
                Take::Ready(Err(Refusal::misconfigured("an input was taken from a body that was not read for it")))
            }
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.body::<T>(MediaType::DOCUMENTED);
        operation.body_is_buffered(Self::is_buffered());
    }
}
