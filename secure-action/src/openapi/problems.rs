//! Which refusals an action's guards can make: the one place that knows.

use http::StatusCode;

use super::builder::Described;
use super::configuration::Configuration;
use crate::error::Code;
use crate::spec::{Access, ActionSpec, BodyPlan};

/// One status that an action can answer without its function having a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PossibleProblem {
    pub(super) kind: &'static ProblemKind,
    /// Whether it comes with a `WWW-Authenticate`.
    pub(super) challenge: Challenge,
}

/// A status, and what it says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ProblemKind {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// The codes that guards put into the problem document.
    pub(super) codes: &'static [Code],
    pub(super) component: &'static str,
    pub(super) description: &'static str,
}

/// Whether an answer comes with a `WWW-Authenticate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    Never,
    Sometimes,
    Always,
}

/// The problems that the guards of `spec` can answer, by status; its arguments have described themselves. What the function
/// itself refuses is not among them.
pub(super) fn possible_problems(
    spec: &ActionSpec,
    described: &Described,
    configuration: &Configuration<'_>,
) -> Vec<PossibleProblem> {
    use Challenge::{Always, Never, Sometimes};

    let body = spec.reads_body();
    let validated = spec.body_plan() == BodyPlan::Buffered;
    let input = validated || described.path.is_some() || !described.query.is_empty();
    let credentials = configuration.schemes_of(spec, described.optional_caller).next().is_some();
    let (permission, scope) = match spec.access {
        Access::Public => (false, false),
        Access::Guarded(requirement) => {
            let narrowed = !requirement.scoped && configuration.schemes_of(spec, false).any(|scheme| scheme.names_scopes);
            (!requirement.roles.is_empty() || !requirement.permissions.is_empty() || narrowed, narrowed)
        }
    };
    let step_up = matches!(spec.access, Access::Guarded(requirement) if requirement.step_up.is_some());
    let forbidden = match (permission, configuration.https_required) {
        (true, true) => Some(&FORBIDDEN_OR_UNENCRYPTED),
        (true, false) => Some(&FORBIDDEN),
        (false, true) => Some(&UNENCRYPTED),
        (false, false) => None,
    };

    [
        // Any request can name a host that is none; and credentials can be malformed as well (RFC 6750 answers 400 to a request that
        // presents them in two ways).
        Some((&MALFORMED, if credentials { Sometimes } else { Never })),
        credentials.then_some((if step_up { &STEP_UP_REQUIRED } else { &UNAUTHENTICATED }, Always)),
        forbidden.map(|kind| (kind, if scope { Sometimes } else { Never })),
        described.target.then_some((&NOT_FOUND, Never)),
        body.then_some((&BODY_TOO_SLOW, Never)),
        body.then_some((&PAYLOAD_TOO_LARGE, Never)),
        body.then_some((&UNSUPPORTED_MEDIA_TYPE, Never)),
        configuration.hosts_listed.then_some((&MISDIRECTED, Never)),
        input.then_some((&INVALID, Never)),
        Some((&RATE_LIMITED, Never)),
        Some((&INTERNAL_ERROR, Never)),
        Some((&UNAVAILABLE, Never)),
    ]
    .into_iter()
    .flatten()
    .map(|(kind, challenge)| PossibleProblem { kind, challenge })
    .collect()
}

macro_rules! problems {
    ($($name:ident = $status:ident $component:literal [$($code:ident),+] $description:literal;)+) => {
        $(static $name: ProblemKind = ProblemKind {
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
    UNENCRYPTED = FORBIDDEN "Unencrypted" [HTTPS_REQUIRED]
        "The request was not encrypted.";
    FORBIDDEN_OR_UNENCRYPTED = FORBIDDEN "ForbiddenOrUnencrypted" [FORBIDDEN, HTTPS_REQUIRED]
        "The caller may not do this, or the request was not encrypted.";
    NOT_FOUND = NOT_FOUND "NotFound" [NOT_FOUND]
        "There is no such target, or none that the caller may know of.";
    BODY_TOO_SLOW = REQUEST_TIMEOUT "BodyTooSlow" [TIMEOUT]
        "The body of the request did not arrive in time.";
    PAYLOAD_TOO_LARGE = PAYLOAD_TOO_LARGE "PayloadTooLarge" [PAYLOAD_TOO_LARGE]
        "The body is larger than this operation accepts.";
    UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "UnsupportedMediaType" [UNSUPPORTED_MEDIA_TYPE]
        "The body is of a media type that this operation does not accept.";
    MISDIRECTED = MISDIRECTED_REQUEST "Misdirected" [MISDIRECTED_REQUEST]
        "The request is for a host that the service does not answer to.";
    INVALID = UNPROCESSABLE_ENTITY "Invalid" [VALIDATION_ERROR]
        "Some values are not acceptable; `errors` lists all of them.";
    RATE_LIMITED = TOO_MANY_REQUESTS "RateLimited" [RATE_LIMITED]
        "Too many requests.";
    INTERNAL_ERROR = INTERNAL_SERVER_ERROR "InternalError" [INTERNAL_ERROR]
        "The service failed.";
    UNAVAILABLE = SERVICE_UNAVAILABLE "Unavailable" [TIMEOUT, UNAVAILABLE]
        "The answer was not ready in time, or something it depends on is out of order.";
}
