//! `Shared`: the responses to what guards and functions refuse, kept among the components.
//!
//! One status says the same for every operation, but not always with a challenge, and not with the same codes: where the function
//! chooses freely, those of the guards are not all. So each status has a component for each such difference that some operation
//! shows, and no more.

use std::borrow::Cow;

use http::StatusCode;

use super::components::Components;
use super::headers::{self, HeaderName};
use super::model::{Reference, Response, ResponseOrReference};
use super::problems::{Challenge, PossibleProblem};
use super::refusals;

/// A response among the components.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shared {
    /// `open`: the operation can answer the status with other codes as well.
    Guards { problem: PossibleProblem, open: bool },
    /// The function chooses a status of the range, and the code. `challenge`: where there are authenticators, a 401 of its names
    /// them.
    Function { range: &'static Range, challenge: Challenge },
}

/// Statuses that a function can choose from.
#[derive(Debug)]
pub(super) struct Range {
    statuses: &'static str,
    component: &'static str,
    description: &'static str,
}

static REFUSALS: Range = Range {
    statuses: "4XX",
    component: "ReportedByOperation",
    description: "The operation itself refuses, for example with `NOT_FOUND` or `CONFLICT`.",
};

static FAILURES: Range = Range {
    statuses: "5XX",
    component: "FailedByOperation",
    description: "The operation itself fails, in a way that it has a code for.",
};

impl Shared {
    /// The response to a guard's `problem`. `open`: other codes can come with its status.
    pub(super) const fn of_guards(problem: PossibleProblem, open: bool) -> Self {
        Self::Guards { problem, open }
    }

    /// The responses to what a function can choose.
    pub(super) const fn of_function(authenticators: bool) -> [Self; 2] {
        let challenge = if authenticators { Challenge::Sometimes } else { Challenge::Never };
        [Self::Function { range: &REFUSALS, challenge }, Self::Function { range: &FAILURES, challenge: Challenge::Never }]
    }

    /// The status, or the range of statuses, that operations list it under.
    pub(super) fn status(&self) -> Cow<'static, str> {
        match *self {
            Self::Guards { problem, .. } => Cow::Owned(problem.kind.status.as_str().to_owned()),
            Self::Function { range, .. } => Cow::Borrowed(range.statuses),
        }
    }

    /// The name of the component: what it says, then what not all of its kind have. `Closed`: its codes are all.
    pub(super) fn component(&self) -> String {
        let (name, closed, challenged) = match *self {
            Self::Guards { problem, open } => (problem.kind.component, !open, problem.challenge == Challenge::Sometimes),
            Self::Function { range, .. } => (range.component, false, false),
        };
        let marks = [(closed, "Closed"), (challenged, "Challenged")];
        marks.into_iter().filter(|(marked, _)| *marked).fold(name.to_owned(), |name, (_, mark)| name + mark)
    }

    /// A reference to the component.
    pub(super) fn reference(&self) -> ResponseOrReference {
        ResponseOrReference::Reference(Reference { to: format!("#/components/responses/{}", self.component()) })
    }

    /// The component.
    pub(super) fn response(&self, components: &mut Components) -> Response {
        let (description, challenge, schema) = match *self {
            Self::Function { range, challenge } => (range.description, challenge, refusals::any()),
            Self::Guards { problem: PossibleProblem { kind, challenge }, open } => {
                let codes: Vec<_> = kind.codes.iter().map(|code| code.as_str()).collect();
                (kind.description, challenge, refusals::coded(kind.status, &codes, open))
            }
        };
        refusals::refusal(description, self.headers(challenge), schema, components)
    }

    fn headers(&self, challenge: Challenge) -> impl Iterator<Item = HeaderName> {
        headers::of_refusal(challenge, self.is_too_many_requests())
    }

    fn is_too_many_requests(&self) -> bool {
        matches!(self, Self::Guards { problem, .. } if problem.kind.status == StatusCode::TOO_MANY_REQUESTS)
    }
}
