//! `actions![...]`: a list of actions to mount, in which no route stands twice.

use std::marker::PhantomData;

use axum::handler::Handler;
use axum::response::Response;
use axum::routing::MethodRouter;

use super::route::{handler_route, route};
use crate::action::Action;
use crate::answer::{Answer, AnswerSpec, Raw};
use crate::openapi::{Describe, Documented};
use crate::pipeline::Mount;
use crate::policy::{Application, Message, fail};
use crate::spec::ActionSpec;

/// Actions of one application, ready to be mounted. Made by [`actions!`](crate::actions!).
pub struct ActionSet<App: Application> {
    pub(super) actions: Vec<MountedAction<App>>,
}

impl<App: Application> ActionSet<App> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(actions: impl Into<Vec<MountedAction<App>>>) -> Self {
        Self { actions: actions.into() }
    }
}

/// What [`Actions::mount`](crate::Actions::mount) takes: a list made with [`actions!`](crate::actions!).
#[diagnostic::on_unimplemented(
    message = "only a list of actions can be mounted",
    label = "not a list made with `actions!`",
    note = "write `.mount(actions![...])` with the names of the actions"
)]
pub trait ActionList<App: Application> {
    #[doc(hidden)]
    fn into_set(self) -> ActionSet<App>;
}

impl<App: Application> ActionList<App> for ActionSet<App> {
    fn into_set(self) -> Self {
        self
    }
}

impl<App: Application> std::fmt::Debug for ActionSet<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.actions).finish()
    }
}

impl<App: Application> std::fmt::Debug for MountedAction<App> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.spec.name)
    }
}

/// One action with its type erased.
pub struct MountedAction<App: Application> {
    pub(super) spec: &'static ActionSpec,
    pub(super) arguments: &'static [Describe],
    pub(super) answer: fn() -> AnswerSpec,
    pub(super) route: Box<dyn FnOnce(Mount<App>) -> MethodRouter + Send>,
    /// Whether a handler runs in place of its function.
    pub(super) handled: bool,
}

impl<App: Application> MountedAction<App> {
    /// What the document is made from.
    pub(super) fn documented(&self) -> Documented {
        let answer = (self.answer)();
        Documented { spec: self.spec, arguments: self.arguments, answer: answer.describe, failures: answer.failures }
    }
}

/// `A` with its type erased, for a list. It is told by a value: as a generic argument, what is listed and is no action would be a
/// second error, in other words.
#[doc(hidden)]
#[must_use]
pub fn mounted<A: Action>(_: PhantomData<A>) -> MountedAction<A::App> {
    MountedAction { spec: A::SPEC, arguments: A::DESCRIPTIONS, answer: A::answer, route: Box::new(route::<A>), handled: false }
}

/// `A` with its type erased, and with a handler in place of its function.
pub(super) fn handled<A, H, T>(handler: H) -> MountedAction<A::App>
where
    A: Action,
    H: Handler<T, <A::App as Application>::State> + Sync,
    T: 'static,
{
    MountedAction {
        spec: A::SPEC,
        arguments: A::DESCRIPTIONS,
        answer: || Raw::<Response>::ANSWER.spec(),
        route: Box::new(|mount| handler_route::<A, H, T>(handler, mount)),
        handled: true,
    }
}

/// Refuses the route at `index` when an earlier one answers the same method and path.
#[doc(hidden)]
#[track_caller]
pub const fn require_unique_route(routes: &[&ActionSpec], index: usize) {
    let Some((earlier, [last, ..])) = routes.split_at_checked(index) else {
        return;
    };
    let mut rest = earlier;
    while let [other, tail @ ..] = rest {
        if other.method as u8 == last.method as u8 && same_route(other.path, last.path) {
            fail(
                &Message::new()
                    .text("`")
                    .text(last.name)
                    .text("` and `")
                    .text(other.name)
                    .text("` both answer ")
                    .text(last.method.as_str())
                    .text(" ")
                    .text(last.path)
                    .text("; give one of them another route"),
            );
        }
        rest = tail;
    }
}

/// Whether two routes match the same requests: the names of their parameters make no difference.
pub(super) const fn same_route(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match (left, right) {
            ([], []) => return true,
            ([b'{', left_tail @ ..], [b'{', right_tail @ ..]) => {
                (left, right) = (after_brace(left_tail), after_brace(right_tail));
            }
            ([a, left_tail @ ..], [b, right_tail @ ..]) if *a == *b => (left, right) = (left_tail, right_tail),
            _ => return false,
        }
    }
}

const fn after_brace(mut rest: &[u8]) -> &[u8] {
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte == b'}' {
            break;
        }
    }
    rest
}
