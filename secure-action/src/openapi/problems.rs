//! Which refusals an action's guards can make: the one place that knows.

use http::StatusCode;

use super::builder::Described;
use crate::action::{Access, ActionSpec};
use crate::error::Code;

/// One status that an action can answer without its function having a say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PossibleProblem {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// The codes that the problem document may carry with it.
    pub(super) codes: &'static [Code],
    pub(super) component: &'static str,
    pub(super) description: &'static str,
}

/// The problems that the guards of `spec` can answer, by status; its arguments have described themselves. What the function
/// itself refuses is not among them.
pub(super) fn possible_problems(spec: &ActionSpec, described: &Described) -> Vec<&'static PossibleProblem> {
    let body = spec.reads_body();
    let input = body || described.path.is_some() || !described.query.is_empty();
    let credentials = !spec.access.is_public() || described.optional_caller;
    let (permission, step_up) = match spec.access {
        Access::Public => (false, false),
        Access::Guarded(requirement) => {
            (!requirement.roles.is_empty() || !requirement.permissions.is_empty(), requirement.step_up.is_some())
        }
    };
    // A public action without a limit of its own has the application's.
    let limited = spec.access.is_public() || !spec.rate_limits.is_empty();

    [
        // Credentials can be malformed as well: RFC 6750 answers 400 to a request that presents them in two ways.
        (input || credentials, &MALFORMED),
        (credentials && !step_up, &UNAUTHENTICATED),
        (step_up, &STEP_UP_REQUIRED),
        (permission, &FORBIDDEN),
        (body, &BODY_TOO_SLOW),
        (body, &PAYLOAD_TOO_LARGE),
        (body, &UNSUPPORTED_MEDIA_TYPE),
        (input, &INVALID),
        (limited, &RATE_LIMITED),
        (true, &INTERNAL_ERROR),
        (true, &UNAVAILABLE),
    ]
    .into_iter()
    .filter_map(|(possible, problem)| possible.then_some(problem))
    .collect()
}

macro_rules! problems {
    ($($name:ident = $status:ident $component:literal [$($code:ident),+] $description:literal;)+) => {
        $(pub(super) static $name: PossibleProblem = PossibleProblem {
            status: StatusCode::$status,
            codes: &[$(Code::$code),+],
            component: $component,
            description: $description,
        };)+
    };
}

problems! {
    MALFORMED = BAD_REQUEST "Malformed" [MALFORMED_INPUT]
        "The request cannot be read.";
    UNAUTHENTICATED = UNAUTHORIZED "Unauthenticated" [UNAUTHENTICATED]
        "The request carries no credentials, or none that hold.";
    STEP_UP_REQUIRED = UNAUTHORIZED "StepUpRequired" [UNAUTHENTICATED, STEP_UP_REQUIRED]
        "The request carries no credentials, or none that hold, or the caller authenticated too long ago or at another level than this needs; the challenge says what is needed (RFC 9470).";
    FORBIDDEN = FORBIDDEN "Forbidden" [FORBIDDEN]
        "The caller may not do this.";
    BODY_TOO_SLOW = REQUEST_TIMEOUT "BodyTooSlow" [TIMEOUT]
        "The body of the request did not arrive in time.";
    PAYLOAD_TOO_LARGE = PAYLOAD_TOO_LARGE "PayloadTooLarge" [PAYLOAD_TOO_LARGE]
        "The body is larger than this operation accepts.";
    UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "UnsupportedMediaType" [UNSUPPORTED_MEDIA_TYPE]
        "The body is of a media type that this operation does not accept.";
    INVALID = UNPROCESSABLE_ENTITY "Invalid" [VALIDATION_ERROR]
        "Some values are not acceptable; `errors` lists all of them.";
    RATE_LIMITED = TOO_MANY_REQUESTS "RateLimited" [RATE_LIMITED]
        "Too many requests.";
    INTERNAL_ERROR = INTERNAL_SERVER_ERROR "InternalError" [INTERNAL_ERROR]
        "The service failed.";
    UNAVAILABLE = SERVICE_UNAVAILABLE "Unavailable" [TIMEOUT, UNAVAILABLE]
        "The answer was not ready in time, or something it depends on is out of order.";
}
