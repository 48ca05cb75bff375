//! `Fallible`: what a function returns, taken apart by its type, because of an alias the macro sees neither `T` nor `E`.

use std::future::Future;

use super::{AnswerOf, Draft, Viewer};
use crate::error::{ActionError, FailureOf};

/// The `Result` that a function returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an action answers a `Result`, and not `{Self}`",
    label = "not a `Result`",
    note = "write `-> Result<Json<T>>`, `-> Result<Created<T>>` or `-> Result<NoContent>`"
)]
pub trait Fallible: Sized {
    /// What it answers.
    type Answer;
    /// What it fails with.
    type Failure;

    /// As [`AnswerOf::of`], so that what is no `Result` is reported once.
    fn of<F: Future<Output = Self>>(
        answer: AnswerOf<Self::Answer>,
        failure: FailureOf<Self::Failure>,
        call: Option<F>,
        viewer: Viewer,
    ) -> impl Future<Output = Result<Draft, ActionError>>;
}

impl<T, E> Fallible for Result<T, E> {
    type Answer = T;
    type Failure = E;

    fn of<F: Future<Output = Self>>(
        answer: AnswerOf<T>,
        failure: FailureOf<E>,
        call: Option<F>,
        viewer: Viewer,
    ) -> impl Future<Output = Result<Draft, ActionError>> {
        answer.of(failure, call, viewer)
    }
}
