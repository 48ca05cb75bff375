//! `Shared`: the responses to what guards and functions refuse, kept among the components.
//!
//! One status says the same for every operation, but not with the same headers: a limited operation tells its limits on every
//! answer. So each status has a component for each set of headers that some operation answers it with, and no more.

use std::borrow::Cow;

use http::StatusCode;

use super::components::Components;
use super::headers::{self, HeaderName};
use super::model::{Reference, Response, ResponseOrReference};
use super::problems::{Challenge, PossibleProblem};
use super::refusals;

/// The range of statuses that a function can choose from.
const CHOSEN: &str = "4XX";

/// A response among the components.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shared {
    refused_by: RefusedBy,
    /// Whether it is the answer of operations with limits.
    limited: bool,
}

#[derive(Clone, Copy, Debug)]
enum RefusedBy {
    Guards(PossibleProblem),
    /// The function chooses the status and the code. `challenge`: where there are authenticators, a 401 of its names them.
    Function {
        challenge: Challenge,
    },
}

impl Shared {
    /// The response to a guard's `problem`.
    pub(super) const fn of_guards(problem: PossibleProblem, limited: bool) -> Self {
        Self { refused_by: RefusedBy::Guards(problem), limited }
    }

    /// The response to what the function itself refuses.
    pub(super) const fn of_function(authenticators: bool, limited: bool) -> Self {
        let challenge = if authenticators { Challenge::Sometimes } else { Challenge::Never };
        Self { refused_by: RefusedBy::Function { challenge }, limited }
    }

    /// The status, or the range of statuses, that operations list it under.
    pub(super) fn status(&self) -> Cow<'static, str> {
        match self.refused_by {
            RefusedBy::Guards(problem) => Cow::Owned(problem.kind.status.as_str().to_owned()),
            RefusedBy::Function { .. } => Cow::Borrowed(CHOSEN),
        }
    }

    /// The name of the component: what it says, then the headers that not all of its kind have.
    pub(super) fn component(&self) -> String {
        let (name, challenged) = match self.refused_by {
            RefusedBy::Guards(problem) => (problem.kind.component, problem.challenge == Challenge::Sometimes),
            RefusedBy::Function { .. } => ("ReportedByOperation", false),
        };
        let limited = self.limited && !self.is_too_many_requests();
        [name, if challenged { "Challenged" } else { "" }, if limited { "Limited" } else { "" }].concat()
    }

    /// A reference to the component.
    pub(super) fn reference(&self) -> ResponseOrReference {
        ResponseOrReference::Reference(Reference { to: format!("#/components/responses/{}", self.component()) })
    }

    /// The component.
    pub(super) fn response(&self, components: &mut Components) -> Response {
        let (description, challenge, schema) = match self.refused_by {
            RefusedBy::Function { challenge } => {
                let description = "The operation itself refuses, for example with `NOT_FOUND` or `CONFLICT`.";
                (description, challenge, refusals::any())
            }
            RefusedBy::Guards(PossibleProblem { kind, challenge }) => {
                let codes: Vec<_> = kind.codes.iter().map(|code| code.as_str()).collect();
                // A function can choose any status of a client's error, with a code of its own; the others it cannot.
                (kind.description, challenge, refusals::coded(kind.status, &codes, kind.status.is_client_error()))
            }
        };
        refusals::refusal(description, self.headers(challenge), schema, components)
    }

    fn headers(&self, challenge: Challenge) -> impl Iterator<Item = HeaderName> {
        headers::of_refusal(challenge, self.is_too_many_requests(), self.limited)
    }

    fn is_too_many_requests(&self) -> bool {
        matches!(self.refused_by, RefusedBy::Guards(problem) if problem.kind.status == StatusCode::TOO_MANY_REQUESTS)
    }
}
