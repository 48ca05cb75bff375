//! `Input<T>` as an argument: the body.

use super::{Argument, Take, Taking};
use crate::error::Refusal;
use crate::input::{Input, InputType, MediaType};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::Stage;

impl<T> Sealed for Input<T> {}

impl<App: Application, T: InputType> Argument<App> for Input<T> {
    const STAGE: Stage = Stage::Body;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        let body = std::mem::take(&mut taking.body);
        match taking.media_type {
            Some(media_type) if Self::is_large(&body) => Take::Later(Box::pin(Self::read_apart(body, media_type))),
            Some(media_type) => Take::Ready(Self::read(&body, media_type)),
            None => Take::Ready(Err(Refusal::misconfigured("an input was taken from a body that was not read"))),
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.body::<T>(MediaType::DOCUMENTED);
    }
}
