//! `State<T>` as an argument: a part of what the application's actions share.

use axum::extract::{FromRef, State};

use super::{Argument, Take, Taking};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::Stage;

/// A part of the state of an application, or all of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of the state `{S}`",
    label = "not a part of the application's state",
    note = "an action takes the state or a part of it: derive `axum::extract::FromRef` for the state, or write `impl FromRef<{S}> for {Self}`"
)]
pub trait StatePart<S>: FromRef<S> {}

#[diagnostic::do_not_recommend]
impl<S, T: FromRef<S>> StatePart<S> for T {}

impl<T> Sealed for State<T> {}

impl<App, T> Argument<App> for State<T>
where
    App: Application,
    T: StatePart<App::State> + Send,
{
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Ok(Self(T::from_ref(taking.state))))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
