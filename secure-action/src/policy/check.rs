//! The compile-time half of a policy: constant functions that refuse an attribute at the user's own literal.
//!
//! Each is called from a module-level `const _` whose tokens carry the literal's span. `#[track_caller]` makes rustc print
//! the panic under that literal and nothing else.

use super::message::{Message, fail};
use super::nearest::Nearest;
use super::{PolicyTable, RoleSet};

/// Refuses a role that `policy` does not declare.
#[track_caller]
pub const fn require_role(policy: &PolicyTable, name: &str) {
    if policy.is_incomplete() || policy.role_index(name).is_some() {
        return;
    }
    let mut message = Message::new().text("unknown role \"").text(name).text("\"");
    let mut best = Nearest::none();
    let mut rest = policy.roles;
    while let [role, tail @ ..] = rest {
        best = best.consider(role.name, name);
        rest = tail;
    }
    message = best.suggest(message).text("declared roles: ");
    let mut rest = policy.roles;
    while let [role, tail @ ..] = rest {
        message = message.text(role.name);
        if !tail.is_empty() {
            message = message.text(", ");
        }
        rest = tail;
    }
    fail(&message)
}

/// Refuses a role beside one of `others`, from which it inherits: it is admitted without being named.
#[track_caller]
pub const fn require_separate(policy: &PolicyTable, role: &str, others: &[&str]) {
    let Some(index) = policy.role_index(role) else {
        return;
    };
    let mut rest = others;
    while let [other, tail @ ..] = rest {
        if !policy.is_incomplete() && policy.roles_including(other).contains(index) && !same(other, role) {
            let message = Message::new().text("`").text(role).text("` inherits from `").text(other);
            fail(&message.text("`, which admits it already; name one of them"));
        }
        rest = tail;
    }
}

/// Refuses a permission that `policy` does not declare: each one that it declares is granted to some role.
#[track_caller]
pub const fn require_permission(policy: &PolicyTable, name: &str) {
    if policy.is_incomplete() || policy.permission_index(name).is_some() {
        return;
    }
    let mut message = Message::new().text("unknown permission \"").text(name).text("\"");
    let mut best = Nearest::none();
    let mut rest = policy.permissions;
    while let [permission, tail @ ..] = rest {
        best = best.consider(permission.name, name);
        rest = tail;
    }
    message = best.suggest(message).text("declared permissions: ");
    let mut rest = policy.permissions;
    while let [permission, tail @ ..] = rest {
        message = message.text(permission.name);
        if !tail.is_empty() {
            message = message.text(", ");
        }
        rest = tail;
    }
    fail(&message)
}

/// Refuses a permission that no field can be shown with: one that `policy` does not declare, and one that some role holds for
/// some targets only, unless `decided` says what to do about it.
#[track_caller]
pub const fn require_visible(policy: &PolicyTable, name: &str, decided: bool) {
    require_permission(policy, name);
    let (granted, outright) = (policy.roles_granted(name), policy.roles_granted_outright(name));
    if !policy.is_incomplete() && !decided && !granted.without(outright).is_empty() {
        fail(
            &Message::new()
                .text("some role holds \"")
                .text(name)
                .text("\" only for some targets; write `outright` beside it to show the field only to those who hold it for all, ")
                .text("or `#[visible(target)]` on the type, if it is the type that `policy!` gives the resource"),
        );
    }
}

/// The position of a permission that [`require_visible`] has accepted.
#[must_use]
pub const fn permission_position(policy: &PolicyTable, name: &str) -> u8 {
    match policy.permission_index(name) {
        Some(index) => index,
        None => u8::MAX,
    }
}

/// Refuses a `permission` that, beside `role` and the permissions `earlier` in the list, no role can satisfy.
///
/// A caller passes when one of its roles counts as one of `roles` and its roles together hold every permission; if none of
/// the admitted roles holds them, the combination is a mistake even though a caller with two unrelated roles could pass.
/// Where that is meant, `role` says nothing that the permissions do not, and is left out.
#[track_caller]
pub const fn require_satisfiable(policy: &PolicyTable, roles: &[&str], earlier: &[&str], permission: &str) {
    let mut admitted = RoleSet::EMPTY;
    let mut rest = roles;
    while let [role, tail @ ..] = rest {
        admitted = admitted.union(policy.roles_including(role));
        rest = tail;
    }
    let granted = policy.roles_granted(permission);
    // An unknown name has its own message.
    if policy.is_incomplete() || admitted.is_empty() || granted.is_empty() {
        return;
    }
    if admitted.intersects(granted) {
        return require_together(policy, admitted, earlier, permission);
    }
    let message =
        Message::new().text("no role that this action admits holds \"").text(permission).text("\"; it is granted to: ");
    fail(&message.roles(policy, granted))
}

/// Refuses a permission that none of `admitted` holds together with `earlier` ones.
#[track_caller]
const fn require_together(policy: &PolicyTable, admitted: RoleSet, earlier: &[&str], permission: &str) {
    let mut together = admitted;
    let mut rest = earlier;
    while let [name, tail @ ..] = rest {
        together = together.intersection(policy.roles_granted(name));
        rest = tail;
    }
    // Those that do not go together among themselves have their own message.
    if together.is_empty() || together.intersects(policy.roles_granted(permission)) {
        return;
    }
    let mut message =
        Message::new().text("no role that this action admits holds \"").text(permission).text("\" together with ");
    let mut rest = earlier;
    while let [name, tail @ ..] = rest {
        message = message.text("\"").text(name).text(if tail.is_empty() { "\"" } else { "\", " });
        rest = tail;
    }
    fail(&message.text("; grant them to one role, or leave out `role` to admit callers whose roles hold them together"))
}

/// Byte-wise equality of two strings, in a constant.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    // Tokens are read with it too: eight bytes at a time.
    while let (Some((a, left_tail)), Some((b, right_tail))) = (left.split_first_chunk(), right.split_first_chunk()) {
        if u64::from_ne_bytes(*a) != u64::from_ne_bytes(*b) {
            return false;
        }
        (left, right) = (left_tail, right_tail);
    }
    while let ([a, left_tail @ ..], [b, right_tail @ ..]) = (left, right) {
        if *a != *b {
            return false;
        }
        (left, right) = (left_tail, right_tail);
    }
    true
}
