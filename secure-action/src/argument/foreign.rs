//! axum's own extractors of what is validated here: refused in the words of what to take instead.

use axum::Json;

use super::{Argument, Take, Taking};
use crate::error::Refusal;
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::Stage;

/// What nothing is: `Json` is an answer, and a body is taken as [`Input`](crate::Input).
#[diagnostic::on_unimplemented(
    message = "`Json<{Self}>` is an answer, and cannot be used as an action argument",
    label = "not validated",
    note = "take the body as `Input<{Self}>`: it is JSON or a form, and validated"
)]
pub trait TakenAsInput {}

#[doc(hidden)]
impl<App: Application, T: TakenAsInput + Send> Argument<App> for Json<T> {
    const STAGE: Stage = Stage::Body;

    type Key<Else> = Else;

    fn take<'t>(_: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Err(Refusal::misconfigured("a `Json` was taken as an argument")))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}

/// What nothing is: parameters of the route are taken as [`Path`](crate::Path).
#[diagnostic::on_unimplemented(
    message = "axum's `Path<{Self}>` cannot be used as an action argument",
    label = "neither validated nor documented",
    note = "take `secure_action::Path<{Self}>`"
)]
pub trait TakenAsPath {}

impl<T> Sealed for axum::extract::Path<T> {}

#[doc(hidden)]
impl<App: Application, T: TakenAsPath + Send> Argument<App> for axum::extract::Path<T> {
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(_: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(Err(Refusal::misconfigured("axum's `Path` was taken as an argument")))
    }

    fn describe(_: &mut OperationBuilder<'_>) {}
}
