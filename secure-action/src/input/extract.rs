//! `Extract<E>`: any foreign axum extractor, under a name that says what it is not.

use axum::extract::FromRequestParts;
use axum::response::IntoResponse;
use http::StatusCode;

use crate::action::{Argument, Stage, Take, Taking, sealed};
use crate::application::Application;
use crate::error::{Code, Refusal};
use crate::openapi::OperationBuilder;

/// What a foreign axum extractor yields: neither validated nor documented by this crate.
///
/// It runs after every guard up to the input. If it rejects, the client sees the class of its status and none of its text; the
/// OpenAPI document says of such an action that it can refuse with any status.
#[derive(Clone, Copy, Debug)]
pub struct Extract<E>(pub E);

impl<E> sealed::Sealed for Extract<E> {}

impl<App, E> Argument<App> for Extract<E>
where
    App: Application,
    E: FromRequestParts<App::State, Rejection: Send> + Send,
{
    const STAGE: Stage = Stage::Head;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        let (parts, state) = (&mut *taking.parts, taking.state);
        Take::Later(Box::pin(async move {
            match E::from_request_parts(parts, state).await {
                Ok(extracted) => Ok(Self(extracted)),
                Err(rejection) => Err(refusal(rejection.into_response().status())),
            }
        }))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.foreign();
    }
}

fn refusal(status: StatusCode) -> Refusal {
    if status.is_client_error() {
        Refusal::new(status, code(status.as_u16()), "a foreign extractor rejected the request")
    } else {
        Refusal::misconfigured("a foreign extractor failed")
    }
}

fn code(status: u16) -> Code {
    match status {
        401 => Code::UNAUTHENTICATED,
        403 => Code::FORBIDDEN,
        404 => Code::NOT_FOUND,
        413 => Code::PAYLOAD_TOO_LARGE,
        415 => Code::UNSUPPORTED_MEDIA_TYPE,
        422 => Code::VALIDATION_ERROR,
        429 => Code::RATE_LIMITED,
        _ => Code::MALFORMED_INPUT,
    }
}
