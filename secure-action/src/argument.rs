//! What a function may take: the trait of arguments, and one file for each kind, which fetches the value from its stage.
//!
//! Above the stages: none of them knows how functions take what it makes.

mod authorized;
mod caller;
mod client;
mod extract;
mod foreign;
mod input;
mod key_field;
mod list;
mod note;
mod path;
mod pending;
mod permit;
mod query;
mod raw_body;
mod state;
mod taking;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use extract::Extract;
#[doc(hidden)]
pub use foreign::{TakenAsInput, TakenAsPath};
#[doc(hidden)]
pub use key_field::{ExpectedKey, KeyField};
pub use list::{ArgumentList, Filled};
pub use state::StatePart;
pub use taking::Taking;

use crate::error::Refusal;
use crate::openapi::{Describe, OperationBuilder};
use crate::policy::Application;
use crate::sealed::Sealed;
use crate::spec::{ArgumentSpec, BodyPlan, Part, Stage};

/// The stages of the pipeline in which arguments are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Phase {
    /// Stage 7: everything but the target.
    Input,
    /// Stage 9: the target.
    Target,
}

/// A type that a function annotated with `#[action]` may take.
///
/// Sealed: foreign extractors are taken as [`Extract<E>`](crate::Extract).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as an action argument",
    label = "not an action argument",
    note = "an action takes `Caller`, `Option<Caller>`, `State<T>`, `Path<T>`, `Query<T>`, `Input<T>`, `RawBody`, `Client` or `AuditNote`, and the proofs `Permit<P>`, `Authorized<P>` and `Pending<P>`",
    note = "any other axum extractor is taken as `Extract<E>`: what it yields is neither validated nor documented"
)]
pub trait Argument<App: Application>: Sealed + Sized + Send {
    /// When it is taken.
    const STAGE: Stage;

    /// How the body is read for it.
    #[doc(hidden)]
    const BODY: BodyPlan = BodyPlan::Unread;

    /// What part of the request it is.
    #[doc(hidden)]
    const PART: Part = Part::Other;

    /// What it is found by if it is a target, and `Else` if it is none: of all arguments together, each the `Else` of the one
    /// before it, this is what the target is found by.
    #[doc(hidden)]
    type Key<Else>;

    /// Takes it from the request.
    #[doc(hidden)]
    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self>;

    /// Adds what it takes to the documented operation.
    #[doc(hidden)]
    fn describe(operation: &mut OperationBuilder<'_>);

    /// All that generated code asks for: a type that is no argument is then reported in the same words at the same place each
    /// time, which the compiler prints once.
    #[doc(hidden)]
    const ARGUMENT: ArgumentOf<App, Self> = ArgumentOf {
        spec: ArgumentSpec { stage: Self::STAGE, body: Self::BODY, part: Self::PART },
        describe: Self::describe,
        take: Self::take,
    };
}

/// An argument that was taken, or one that a foreign extractor waits for.
#[doc(hidden)]
pub enum Take<'t, T> {
    /// It is here, or it cannot be had.
    Ready(Result<T, Refusal>),
    /// It is being waited for.
    Later(Pin<Box<dyn Future<Output = Result<T, Refusal>> + Send + 't>>),
}

impl<T> fmt::Debug for Take<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Later(_) => "Later",
        })
    }
}

/// One argument position of a function.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct ArgumentOf<App: Application, T> {
    spec: ArgumentSpec,
    describe: Describe,
    take: for<'t> fn(&'t mut Taking<'_, App>) -> Take<'t, T>,
}

impl<App: Application, T> ArgumentOf<App, T> {
    /// What it is.
    #[must_use]
    pub const fn spec(&self) -> ArgumentSpec {
        self.spec
    }

    /// What it adds to the documented operation.
    #[must_use]
    pub const fn describe(&self) -> Describe {
        self.describe
    }

    fn is_of(&self, phase: Phase) -> bool {
        matches!(self.spec.stage, Stage::Target) == matches!(phase, Phase::Target)
    }

    /// Takes it. A failure is kept, so that the other arguments still report theirs.
    async fn taken(self, taking: &mut Taking<'_, App>) -> Option<T> {
        let taken = match (self.take)(taking) {
            Take::Ready(taken) => taken,
            Take::Later(taken) => taken.await,
        };
        match taken {
            Ok(argument) => Some(argument),
            Err(refusal) => {
                taking.refused(refusal);
                None
            }
        }
    }
}
