//! `ArgumentSpec`: what one argument of a function is, as constant data.

use std::fmt;

/// The stage of the pipeline in which an argument is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// From the request line, the headers, or what the guards established.
    Head,
    /// From the body; at most one argument of a function.
    Body,
    /// Loaded, once every limit holds; at most one argument of a function.
    Target,
}

/// How the body of a request is read for the argument that has it: stage 7 carries it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyPlan {
    /// Not a byte of it.
    Unread,
    /// Whole, JSON or a form, as [`Input`](crate::Input).
    Buffered,
    /// Whole, bytes of any media type, as [`RawBody`](crate::RawBody).
    Raw,
}

/// The part of the request that an argument is, where a rule depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Part {
    /// The caller, who must be there.
    Caller,
    /// The caller, if there is one.
    OptionalCaller,
    /// The parameters of the route.
    Path,
    /// The query of the URL.
    Query,
    /// Proof of the permission at this position.
    Permit(u8),
    /// Proof of the permission at this position, for a target that the pipeline loads.
    Authorized(u8),
    /// Proof of the permission at this position, for targets that the function loads.
    Pending(u8),
    /// Anything else.
    Other,
}

/// One argument of a function, as data.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ArgumentSpec {
    /// When it is taken.
    pub stage: Stage,
    /// How the body is read for it.
    pub body: BodyPlan,
    pub(crate) part: Part,
}

impl fmt::Debug for ArgumentSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArgumentSpec").field("stage", &self.stage).field("body", &self.body).finish_non_exhaustive()
    }
}

/// How the body is read for these arguments, of which at most one has it.
pub(super) const fn body_plan(arguments: &[ArgumentSpec]) -> BodyPlan {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        match argument.body {
            BodyPlan::Unread => rest = tail,
            plan => return plan,
        }
    }
    BodyPlan::Unread
}

/// Whether any of these arguments is all parameters of the route.
pub(super) const fn any_path(arguments: &[ArgumentSpec]) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if matches!(argument.part, Part::Path) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Whether any of these arguments is the whole query.
pub(super) const fn any_query(arguments: &[ArgumentSpec]) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if matches!(argument.part, Part::Query) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Whether any of these arguments is taken in this stage.
pub(super) const fn any_taken_in(stage: Stage, arguments: &[ArgumentSpec]) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if argument.stage as u8 == stage as u8 {
            return true;
        }
        rest = tail;
    }
    false
}
