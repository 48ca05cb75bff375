//! `Extract<E>`: any foreign axum extractor, under a name that says what it is not.

use axum::extract::FromRequestParts;
use axum::response::IntoResponse;
use http::StatusCode;

use super::{Argument, Take, Taking};
use crate::error::{Code, Refusal};
use crate::input::{NOT_ACCEPTABLE, ROOT};
use crate::openapi::OperationBuilder;
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::Stage;

/// What a foreign axum extractor yields: neither validated nor documented by this crate.
///
/// It runs after every guard up to the input. If it rejects, the call is refused, and the client sees a problem with the class of
/// the status and nothing else of the rejection:
///
/// | it rejects with | the client sees |
/// |---|---|
/// | 422 | 422 `VALIDATION_ERROR`, with `*` among the `errors` beside those of the other arguments |
/// | any other 4xx | the same status, with the code of its class |
/// | 502, 503, 504 | 503 `UNAVAILABLE`: something that it depends on is out of order |
/// | any other 5xx | 500 `INTERNAL_ERROR` |
/// | 1xx, 2xx, 3xx | 403 `FORBIDDEN`: an extractor that yields nothing has not succeeded, and a way to a sign-in page is a refusal |
///
/// The OpenAPI document says of such an action that it can refuse with any status.
#[derive(Clone, Copy, Debug)]
pub struct Extract<E>(pub E);

impl<E> Sealed for Extract<E> {}

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

/// Whatever a foreign extractor rejects with, it is a refusal.
fn refusal(status: StatusCode) -> Refusal {
    match status {
        StatusCode::UNPROCESSABLE_ENTITY => Refusal::invalid([(ROOT, NOT_ACCEPTABLE)].into_iter().collect()),
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            Refusal::unavailable("what a foreign extractor depends on is out of order")
        }
        status if status.is_client_error() => Refusal::new(status, Code::of_client_error(status), REJECTED),
        // Not a success, and not the client's business to cause a failure of the service with.
        status if status.as_u16() < 400 => Refusal::forbidden(REJECTED),
        _ => Refusal::misconfigured("a foreign extractor failed"),
    }
}

const REJECTED: &str = "a foreign extractor rejected the request";
