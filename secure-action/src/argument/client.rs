//! `Client` as an argument: the machine at the other end.

use super::{Argument, Take, Taking};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::request::Client;
use crate::sealed::Sealed;
use crate::spec::Stage;

impl Sealed for Client {}

impl<App: Application> Argument<App> for Client {
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Ok(Self {
            address: taking.client,
            user_agent: taking.user_agent.cloned(),
            request_id: taking.request_id.clone(),
        }))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
