//! The compile-time half of a policy: constant functions that refuse an attribute at the user's own literal.
//!
//! Each is called from a module-level `const _` whose tokens carry the literal's span. `#[track_caller]` makes rustc print
//! the panic under that literal and nothing else.

use super::{PolicyTable, RoleSet};

/// Refuses a role that `policy` does not declare.
#[track_caller]
pub const fn require_role(policy: &PolicyTable, name: &str) {
    if policy.role_index(name).is_some() {
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

/// Refuses a permission that `policy` does not declare, or that it grants to no role.
#[track_caller]
pub const fn require_permission(policy: &PolicyTable, name: &str) {
    if policy.permission_index(name).is_some() {
        if policy.roles_granted(name).is_empty() {
            fail(
                &Message::new()
                    .text("no role holds the permission \"")
                    .text(name)
                    .text("\", so nobody could ever call this action; grant it in `policy!`"),
            );
        }
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
    if !decided && !granted.without(outright).is_empty() {
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
    if admitted.is_empty() || granted.is_empty() {
        return;
    }
    if admitted.intersects(granted) {
        return require_together(policy, admitted, earlier, permission);
    }
    let mut message =
        Message::new().text("no role that this action admits holds \"").text(permission).text("\"; it is granted to: ");
    let mut rest = policy.roles;
    let mut index = 0;
    let mut first = true;
    while let [role, tail @ ..] = rest {
        if granted.contains(index) {
            if !first {
                message = message.text(", ");
            }
            message = message.text(role.name);
            first = false;
        }
        rest = tail;
        index += 1;
    }
    fail(&message)
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

#[track_caller]
#[expect(clippy::panic, reason = "this is how a constant function reports a compile error")]
pub(crate) const fn fail(message: &Message) -> ! {
    panic!("{}", message.as_str())
}

/// Byte-wise equality of two strings, in a constant.
pub(super) const fn same(left: &str, right: &str) -> bool {
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

/// A message put together in a constant; what does not fit is cut off.
pub(crate) struct Message {
    text: [u8; Self::ROOM],
    length: usize,
}

impl Message {
    const ROOM: usize = 512;

    pub(crate) const fn new() -> Self {
        Self { text: [0; Self::ROOM], length: 0 }
    }

    pub(crate) const fn text(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, tail @ ..] = rest {
            let Some((_, [slot, ..])) = self.text.split_at_mut_checked(self.length) else {
                break;
            };
            *slot = *byte;
            self.length += 1;
            rest = tail;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match self.text.split_at_checked(self.length) {
            Some((text, _)) => match core::str::from_utf8(text) {
                Ok(text) => text,
                // Cut in the middle of a character: the compiler still shows that something is wrong, and where.
                Err(_) => "unknown name",
            },
            None => "unknown name",
        }
    }
}

/// The declared name that is closest to a misspelt one.
struct Nearest<'n> {
    name: &'n str,
    distance: usize,
}

impl<'n> Nearest<'n> {
    const fn none() -> Self {
        Self { name: "", distance: usize::MAX }
    }

    const fn consider(self, name: &'n str, wanted: &str) -> Self {
        let distance = distance(name.as_bytes(), wanted.as_bytes());
        // Two slips in a short word, a third of a long one: beyond that it is another word.
        let tolerated = if wanted.len() < 6 { 2 } else { wanted.len() / 3 };
        if distance <= tolerated && distance < self.distance { Self { name, distance } } else { self }
    }

    const fn suggest(&self, message: Message) -> Message {
        if self.distance == usize::MAX {
            return message.text("; ");
        }
        message.text("; did you mean \"").text(self.name).text("\"? ")
    }
}

/// The optimal-string-alignment distance: insertions, deletions, replacements and swaps of neighbours.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only, where out of bounds is a compile error")]
const fn distance(left: &[u8], right: &[u8]) -> usize {
    const MOST: usize = 48;
    if left.len() >= MOST || right.len() >= MOST {
        return usize::MAX - 1;
    }
    let mut rows = [[0_usize; MOST]; MOST];
    let mut i = 0;
    while i <= left.len() {
        let mut j = 0;
        while j <= right.len() {
            rows[i][j] = if i == 0 {
                j
            } else if j == 0 {
                i
            } else {
                let replaced = rows[i - 1][j - 1] + (left[i - 1] != right[j - 1]) as usize;
                let mut least = replaced;
                if rows[i - 1][j] + 1 < least {
                    least = rows[i - 1][j] + 1;
                }
                if rows[i][j - 1] + 1 < least {
                    least = rows[i][j - 1] + 1;
                }
                let swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if swapped && rows[i - 2][j - 2] + 1 < least {
                    least = rows[i - 2][j - 2] + 1;
                }
                least
            };
            j += 1;
        }
        i += 1;
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", 0),
            ("admin", "admin", 0),
            ("admni", "admin", 1),
            ("admi", "admin", 1),
            ("user", "admin", 5),
            ("usr", "user", 1),
        ] {
            assert_eq!(distance(left.as_bytes(), right.as_bytes()), expected, "{left} {right}");
        }
    }

    #[test]
    fn a_long_message_is_cut_not_lost() {
        let message = Message::new().text(&"x".repeat(1000));
        assert_eq!(message.as_str().len(), Message::ROOM);
    }
}
