//! What the compiler checks about a function's arguments and limits: that they fit the rest of the action.

use super::access::Access;
use super::action::{ActionSpec, only_parameter};
use super::argument::{BodyPlan, Part, Stage, any_path, any_query, any_taken_in, body_plan};
use super::proofs::proof_fault;
use crate::policy::{Message, RoleSet, fail};

/// Refuses an argument that does not fit the rest of the action.
#[doc(hidden)]
#[track_caller]
pub const fn require_argument(spec: &ActionSpec, index: usize) {
    let Some((earlier, [argument, ..])) = spec.arguments.split_at_checked(index) else {
        return;
    };
    if let Some(message) = proof_fault(spec, argument) {
        fail(&message);
    }
    let fault = match (argument.stage, argument.part) {
        (Stage::Target, _) if any_taken_in(Stage::Target, earlier) => {
            "two targets; take the second permission as `Pending<P>` and load its target in the function"
        }
        (Stage::Body, _) if spec.method.is_safe() => "a GET action cannot read a body; take the values as `Query<T>`",
        (Stage::Body, _) if any_taken_in(Stage::Body, earlier) => match (argument.body, body_plan(earlier)) {
            (BodyPlan::Raw, _) | (_, BodyPlan::Raw) => {
                "two arguments read the request body; take it as `Input<T>` or as `RawBody`, and other values as `Query<T>`"
            }
            _ => "two arguments read the request body; put their fields into one input type",
        },
        (_, Part::Caller) if spec.access.is_public() => {
            "`Caller` on a public action, which may have none; take `Option<Caller>`, or demand `auth`"
        }
        (_, Part::Path) if !spec.has_parameters() => {
            "`Path` on a route without parameters; write one into the route, such as `/{id}`"
        }
        (_, Part::Path) if any_path(earlier) => {
            "two `Path`; take all parameters as one, in their order: `Path((id, name)): Path<(A, B)>`, or `Path<T>` of a struct"
        }
        (_, Part::Query) if any_query(earlier) => {
            "two `Query`, each of which refuses what only the other knows; put their fields into one type"
        }
        _ => return,
    };
    fail(&Message::new().text(fault));
}

/// Refuses a route whose parameters nobody takes.
#[doc(hidden)]
#[track_caller]
pub const fn require_path(spec: &ActionSpec) {
    let mut rest = spec.arguments;
    while let [argument, tail @ ..] = rest {
        let key = matches!(argument.stage, Stage::Target) && only_parameter(spec.path).is_some();
        if key || matches!(argument.part, Part::Path) {
            return;
        }
        rest = tail;
    }
    fail(&Message::new().text("the route has parameters that the function does not take; add an argument `Path(id): Path<T>`"));
}

/// Refuses a rate limit that skips everybody who may call.
#[doc(hidden)]
#[track_caller]
pub const fn require_counted(spec: &ActionSpec, skip: &[&str]) {
    let Access::Guarded(requirement) = &spec.access else {
        return;
    };
    let mut skipped = RoleSet::EMPTY;
    let mut rest = skip;
    while let [role, tail @ ..] = rest {
        skipped = skipped.union(spec.policy.roles_including(role));
        rest = tail;
    }
    if spec.policy.is_incomplete() {
        return;
    }
    // Each caller has a role of each of these sets. An empty one is that of an unknown name, which has its own message.
    let mut counts = requirement.admitted.is_empty() || !requirement.admitted.without(skipped).is_empty();
    let mut rest = requirement.permissions;
    while let [name, tail @ ..] = rest {
        let holders = requirement.holders_of(spec.policy, name);
        counts = counts && (holders.is_empty() || !holders.without(skipped).is_empty());
        rest = tail;
    }
    if !counts {
        let message = Message::new().text("everybody who may call `").text(spec.name);
        fail(&message.text("` is skipped, so this limit counts nobody; remove the limit, or skip fewer roles"));
    }
}
