//! What the compiler checks about proofs: that an action takes those that it needs, and none that it has not earned.

use super::access::Access;
use super::action::ActionSpec;
use super::argument::{ArgumentSpec, Part, Stage, any_taken_in};
use crate::policy::{Message, RoleSet, fail};

/// The fault of an argument that is a proof, if it has one.
pub(super) const fn proof_fault(spec: &ActionSpec, argument: &ArgumentSpec) -> Option<Message> {
    if spec.policy.is_incomplete() {
        return None;
    }
    let (index, permit) = match argument.part {
        Part::Permit(index) => (index, true),
        Part::Authorized(index) | Part::Pending(index) => (index, false),
        _ => return None,
    };
    let Some((_, [entry, ..])) = spec.policy.permissions.split_at_checked(index as usize) else {
        return None;
    };
    if !demands(spec, index) {
        return Some(
            Message::new()
                .text("a proof of \"")
                .text(entry.name)
                .text("\", which this action does not demand; add `permission = \"")
                .text(entry.name)
                .text("\"`"),
        );
    }
    if permit && is_conditional(spec, index) {
        return Some(
            Message::new()
                .text("some roles hold \"")
                .text(entry.name)
                .text("\" only for some targets, so there is no proof without one; take `Authorized<")
                .permission(entry.name)
                .text(">` or `Pending<")
                .permission(entry.name)
                .text(">`"),
        );
    }
    let keyed = matches!(argument.part, Part::Authorized(_)) && spec.target_key().is_none();
    if keyed {
        return Some(
            Message::new()
                .text("which target is not clear, because the route of `")
                .text(spec.name)
                .text("` has not exactly one parameter; say where its key is: `target = \"id\"` or `target = \"input.id\"`"),
        );
    }
    None
}

/// Refuses a permission that some callers hold only for some targets, when the action takes no target.
#[doc(hidden)]
#[track_caller]
pub const fn require_target(spec: &ActionSpec, name: &str) {
    let Some(index) = spec.policy.permission_index(name) else {
        return;
    };
    if spec.policy.is_incomplete() || !is_conditional(spec, index) {
        return;
    }
    let mut rest = spec.arguments;
    while let [argument, tail @ ..] = rest {
        if let Part::Authorized(known) | Part::Pending(known) = argument.part
            && known == index
        {
            return;
        }
        rest = tail;
    }
    let message = Message::new().text("\"").text(name).text("\" is held only for some targets by: ");
    fail(
        &message
            .roles(spec.policy, conditional(spec, index))
            .text("; take the target as `Authorized<")
            .permission(name)
            .text(">`, or `Pending<")
            .permission(name)
            .text(">` to load it in the function"),
    );
}

/// Refuses a `target` that says where a key is, when the function takes nothing that is found by it.
#[doc(hidden)]
#[track_caller]
pub const fn require_loaded(spec: &ActionSpec) {
    if !any_taken_in(Stage::Target, spec.arguments) {
        fail(&Message::new().text(
            "the function takes no target that could be found by this key; take it as `Authorized<P>`, of a permission `P` that \
             the action demands, or remove `target`",
        ));
    }
}

/// Refuses `_: Pending<P>` and `_pending: Pending<P>`: a decision that the function says it will not make.
#[doc(hidden)]
#[track_caller]
pub const fn require_used(spec: &ActionSpec, index: usize) {
    let Some((_, [argument, ..])) = spec.arguments.split_at_checked(index) else {
        return;
    };
    if spec.policy.is_incomplete() {
        return;
    }
    // One that is not demanded is at fault for that alone.
    if let Part::Pending(permission) = argument.part
        && let Some((_, [entry, ..])) = spec.policy.permissions.split_at_checked(permission as usize)
        && proof_fault(spec, argument).is_none()
    {
        let message = Message::new()
            .text("`Pending` is never decided; give it a name and call `authorize`, `authorize_each` or `scope`, or take the ")
            .text("target as `Authorized<")
            .permission(entry.name);
        fail(&message.text(">`"));
    }
}

const fn demands(spec: &ActionSpec, index: u8) -> bool {
    match &spec.access {
        Access::Guarded(requirement) => requirement.needed.contains(index),
        Access::Public => false,
    }
}

const fn is_conditional(spec: &ActionSpec, index: u8) -> bool {
    !conditional(spec, index).is_empty()
}

/// The admitted roles that hold the permission only for some targets.
const fn conditional(spec: &ActionSpec, index: u8) -> RoleSet {
    let Some((_, [entry, ..])) = spec.policy.permissions.split_at_checked(index as usize) else {
        return RoleSet::EMPTY;
    };
    let narrowed = entry.granted.without(entry.outright);
    match &spec.access {
        Access::Guarded(requirement) if !requirement.roles.is_empty() => narrowed.intersection(requirement.admitted),
        _ => narrowed,
    }
}
